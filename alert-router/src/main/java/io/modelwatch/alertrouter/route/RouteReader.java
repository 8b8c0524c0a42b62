package io.modelwatch.alertrouter.route;

import io.modelwatch.alertrouter.label.LabelNames;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code route} of alertmanager.yml; what children inherit is filled in here. */
public final class RouteReader {

    private static final Duration GROUP_WAIT = Duration.ofSeconds(30);
    private static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
    private static final Duration REPEAT_INTERVAL = Duration.ofHours(4);
    private static final String ALL = "...";

    private final Set<String> receivers;
    private final Set<String> intervals;
    private final Map<String, Integer> seenKeys = new HashMap<>();

    /** A reader for routes that may name these receivers and time intervals. */
    public RouteReader(Set<String> receivers, Set<String> intervals) {
        this.receivers = Set.copyOf(receivers);
        this.intervals = Set.copyOf(intervals);
    }

    /** The root and all below it. */
    public Route read(Yaml yaml) {
        YamlMap map = yaml.map();
        for (String key : List.of("match", "match_re", "matchers")) {
            if (map.get(key) != null && !isEmpty(map.require(key))) {
                throw map.key(key).error("the root route must not have any matchers");
            }
        }
        for (String key : List.of("mute_time_intervals", "active_time_intervals", "continue")) {
            if (map.get(key) != null) {
                throw map.key(key).error("the root route must not have '" + key + "'");
            }
        }
        if (map.get("receiver") == null || map.require("receiver").text().isEmpty()) {
            throw yaml.error("the root route must name a receiver");
        }
        return node(map, null);
    }

    private static boolean isEmpty(Yaml yaml) {
        return yaml.isList() ? yaml.list().isEmpty() : yaml.map().keys().isEmpty();
    }

    private Route node(YamlMap map, @Nullable Route parent) {
        Matchers matchers = matchers(map);
        String key = parent == null ? matchers.toString() : parent.key() + "/" + matchers;
        int occurrence = seenKeys.merge(key, 1, Integer::sum);
        Route self = new Route(
                occurrence == 1 ? key : key + "#" + occurrence,
                key,
                matchers,
                receiver(map, parent),
                groupBy(map, parent),
                map.get("group_wait", Yaml::duration, parent == null ? GROUP_WAIT : parent.groupWait()),
                map.get(
                        "group_interval",
                        Yaml::positiveDuration,
                        parent == null ? GROUP_INTERVAL : parent.groupInterval()),
                map.get(
                        "repeat_interval",
                        Yaml::positiveDuration,
                        parent == null ? REPEAT_INTERVAL : parent.repeatInterval()),
                map.get("continue", Yaml::bool, false),
                intervals(map, "mute_time_intervals"),
                intervals(map, "active_time_intervals"),
                List.of());
        List<Route> children = new ArrayList<>();
        for (Yaml child : map.list("routes")) {
            children.add(node(child.map(), self));
        }
        map.noOthers();
        return withChildren(self, children);
    }

    private static Route withChildren(Route self, List<Route> children) {
        return new Route(
                self.id(),
                self.key(),
                self.matchers(),
                self.receiver(),
                self.groupBy(),
                self.groupWait(),
                self.groupInterval(),
                self.repeatInterval(),
                self.continues(),
                self.muteIntervals(),
                self.activeIntervals(),
                children);
    }

    private String receiver(YamlMap map, @Nullable Route parent) {
        Yaml yaml = map.get("receiver");
        String name = yaml == null ? "" : yaml.text();
        if (name.isEmpty()) {
            return parent == null ? "" : parent.receiver();
        }
        if (yaml != null && !receivers.contains(name)) {
            throw yaml.error("undefined receiver \"" + name + "\" used in route");
        }
        return name;
    }

    private static GroupBy groupBy(YamlMap map, @Nullable Route parent) {
        Yaml yaml = map.get("group_by");
        if (yaml == null) {
            return parent == null ? GroupBy.NOTHING : parent.groupBy();
        }
        Set<String> names = new LinkedHashSet<>();
        for (Yaml each : yaml.list()) {
            String name = each.text();
            if (!ALL.equals(name) && !LabelNames.UTF8.allows(name)) {
                throw each.error("invalid label name \"" + name + "\" in group_by list");
            }
            if (!names.add(name)) {
                throw each.error("duplicated label \"" + name + "\" in group_by");
            }
        }
        if (names.contains(ALL)) {
            if (names.size() > 1) {
                throw yaml.error("cannot have wildcard group_by (`...`) and other labels at the same time");
            }
            return GroupBy.EVERYTHING;
        }
        return new GroupBy(false, List.copyOf(names));
    }

    private List<String> intervals(YamlMap map, String key) {
        List<String> names = new ArrayList<>();
        for (Yaml each : map.list(key)) {
            if (!intervals.contains(each.text())) {
                throw each.error("undefined time interval \"" + each.text() + "\" used in route");
            }
            names.add(each.text());
        }
        return names;
    }

    private static Matchers matchers(YamlMap map) {
        return matchers(map, "match", "match_re", "matchers");
    }

    /** The matchers under three keys: equalities, regular expressions, and matchers in text form. */
    public static Matchers matchers(YamlMap map, String equalKey, String regexKey, String textKey) {
        List<Matcher> matchers = new ArrayList<>();
        for (String key : List.of(equalKey, regexKey)) {
            Yaml yaml = map.get(key);
            if (yaml == null) {
                continue;
            }
            YamlMap pairs = yaml.map();
            MatchOperator operator = key.equals(equalKey) ? MatchOperator.EQUAL : MatchOperator.REGEX;
            for (String name : pairs.keys()) {
                if (!LabelNames.CLASSIC.allows(name)) {
                    throw pairs.key(name).error("invalid label name \"" + name + "\"");
                }
                Yaml value = pairs.get(name);
                matchers.add(
                        value == null
                                ? Matcher.of(name, operator, "")
                                : value.read(text -> Matcher.of(name, operator, text)));
            }
        }
        Yaml list = map.get(textKey);
        if (list != null) {
            for (Yaml each : list.list()) {
                matchers.addAll(each.read(MatcherSyntax.ANY::list));
            }
        }
        return new Matchers(matchers).sorted();
    }
}
