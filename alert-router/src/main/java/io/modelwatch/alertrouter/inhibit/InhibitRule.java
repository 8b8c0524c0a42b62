package io.modelwatch.alertrouter.inhibit;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.route.RouteReader;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Alerts of one kind mute those of another.
 *
 * @param source what a muting alert matches
 * @param target what a muted alert matches
 * @param equal the labels in which both must agree; one that both lack agrees too
 */
public record InhibitRule(Matchers source, Matchers target, List<String> equal) {

    public InhibitRule {
        equal = List.copyOf(equal);
    }

    /** Reads one of {@code inhibit_rules}. */
    public static InhibitRule read(Yaml yaml) {
        YamlMap map = yaml.map();
        Matchers source = RouteReader.matchers(map, "source_match", "source_match_re", "source_matchers");
        Matchers target = RouteReader.matchers(map, "target_match", "target_match_re", "target_matchers");
        List<String> equal = map.list("equal").stream().map(Yaml::nonEmptyText).toList();
        map.get("name");
        map.noOthers();
        return new InhibitRule(source, target, equal);
    }

    /** The values in which source and target must agree. */
    List<String> equalValues(LabelSet labels) {
        List<String> values = new ArrayList<>(equal.size());
        for (String name : equal) {
            values.add(labels.get(name));
        }
        return values;
    }
}
