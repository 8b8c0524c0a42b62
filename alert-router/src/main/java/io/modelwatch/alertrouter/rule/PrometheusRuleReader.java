package io.modelwatch.alertrouter.rule;

import com.google.re2j.Pattern;
import io.modelwatch.alertrouter.label.LabelNames;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads Prometheus' rule files as strictly as Prometheus does. */
final class PrometheusRuleReader {

    private static final Pattern METRIC = Pattern.compile("^[a-zA-Z_:][a-zA-Z0-9_:]*$");
    private static final List<String> ONLY_OF_ALERTS = List.of("for", "keep_firing_for", "annotations");

    private final String file;
    private final Duration interval;

    /**
     * A reader.
     *
     * @param file its name
     * @param interval of groups that name none
     */
    PrometheusRuleReader(String file, Duration interval) {
        this.file = file;
        this.interval = interval;
    }

    /**
     * The groups of a file.
     *
     * @throws ConfigException with the line and the reason when it cannot be used
     */
    List<RuleGroup> read(String text) {
        YamlMap map = Yaml.parse(text).map();
        List<RuleGroup> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Yaml each : map.list("groups")) {
            RuleGroup group = group(each);
            if (!names.add(group.name())) {
                throw each.error("groupname: \"" + group.name() + "\" is repeated in the same file");
            }
            groups.add(group);
        }
        map.noOthers();
        return groups;
    }

    private RuleGroup group(Yaml yaml) {
        YamlMap map = yaml.map();
        String name = map.require("name").nonEmptyText();
        Map<String, RuleTemplate> common = map.get("labels", PrometheusRuleReader::labels, Map.of());
        List<AlertingRule> alerts = new ArrayList<>();
        List<RecordingRule> recordings = new ArrayList<>();
        for (Yaml each : map.list("rules")) {
            YamlMap rule = each.map();
            boolean alert = rule.get("alert") != null;
            boolean recording = rule.get("record") != null;
            if (alert && recording) {
                throw each.error("only one of 'record' and 'alert' must be set");
            }
            if (alert) {
                alerts.add(alert(rule, common));
            } else if (recording) {
                recordings.add(recording(rule, common));
            } else {
                throw each.error("one of 'record' or 'alert' must be set");
            }
            rule.noOthers();
        }
        RuleGroup group = new RuleGroup(
                file + ";" + name,
                name,
                file,
                map.get("interval", Yaml::positiveDuration, interval),
                map.get("query_offset", Yaml::duration, Duration.ZERO),
                map.get("limit", PrometheusRuleReader::count, 0),
                alerts,
                recordings);
        map.noOthers();
        return group;
    }

    private static int count(Yaml yaml) {
        long count = yaml.integer();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw yaml.error("must be 0 or more");
        }
        return (int) count;
    }

    private static AlertingRule alert(YamlMap map, Map<String, RuleTemplate> common) {
        Map<String, RuleTemplate> labels = new LinkedHashMap<>(common);
        labels.putAll(map.get("labels", PrometheusRuleReader::labels, Map.of()));
        return new PrometheusRule(
                map.require("alert").nonEmptyText(),
                expression(map),
                map.get("for", Yaml::duration, Duration.ZERO),
                map.get("keep_firing_for", Yaml::duration, Duration.ZERO),
                labels,
                map.get("annotations", PrometheusRuleReader::annotations, Map.<String, RuleTemplate>of()));
    }

    private static RecordingRule recording(YamlMap map, Map<String, RuleTemplate> common) {
        for (String key : ONLY_OF_ALERTS) {
            if (map.get(key) != null) {
                throw map.key(key).error("invalid field '" + key + "' in recording rule");
            }
        }
        Yaml name = map.require("record");
        if (!METRIC.matches(name.text())) {
            throw name.error("invalid recording rule name: " + name.text());
        }
        Map<String, String> labels = new LinkedHashMap<>();
        common.forEach((label, value) -> labels.put(label, value.toString()));
        map.get("labels", PrometheusRuleReader::labels, Map.<String, RuleTemplate>of())
                .forEach((label, value) -> labels.put(label, value.toString()));
        return new RecordingRule(name.text(), expression(map), labels);
    }

    private static String expression(YamlMap map) {
        Yaml yaml = map.get("expr");
        if (yaml == null || yaml.text().isBlank()) {
            throw map.key("expr").error("field 'expr' must be set in rule");
        }
        return yaml.text();
    }

    private static Map<String, RuleTemplate> labels(Yaml yaml) {
        YamlMap map = yaml.map();
        for (String name : map.keys()) {
            if (!LabelNames.UTF8.allows(name) || "__name__".equals(name)) {
                throw map.key(name).error("invalid label name: " + name);
            }
        }
        return RuleReader.templates(yaml);
    }

    private static Map<String, RuleTemplate> annotations(Yaml yaml) {
        YamlMap map = yaml.map();
        for (String name : map.keys()) {
            if (!LabelNames.UTF8.allows(name)) {
                throw map.key(name).error("invalid annotation name: " + name);
            }
        }
        return RuleReader.templates(yaml);
    }
}
