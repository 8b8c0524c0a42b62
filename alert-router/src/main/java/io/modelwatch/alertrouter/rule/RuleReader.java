package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelNames;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
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

/** Reads files of threshold rules and dead-man switches, as strictly as alertmanager.yml is read. */
final class RuleReader {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration HEARTBEAT_FOR = Duration.ofMinutes(1);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private RuleReader() {}

    /**
     * The groups of a file.
     *
     * @throws ConfigException with the line and the reason when it cannot be used
     */
    static List<RuleGroup> read(String text, String file) {
        YamlMap map = Yaml.parse(text).map();
        List<RuleGroup> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Yaml each : map.list("groups")) {
            RuleGroup group = group(each, file);
            if (!names.add(group.name())) {
                throw each.error("the group \"" + group.name() + "\" is there twice");
            }
            groups.add(group);
        }
        map.noOthers();
        return groups;
    }

    private static RuleGroup group(Yaml yaml, String file) {
        YamlMap map = yaml.map();
        String name = map.require("name").nonEmptyText();
        Duration interval = map.get("interval", Yaml::positiveDuration, INTERVAL);
        List<AlertingRule> rules = new ArrayList<>();
        Set<String> alerts = new HashSet<>();
        for (Yaml each : map.list("rules")) {
            AlertingRule rule = rule(each);
            if (!alerts.add(rule.alert())) {
                throw each.error("the alert \"" + rule.alert() + "\" is there twice in the group");
            }
            rules.add(rule);
        }
        map.noOthers();
        return RuleGroup.of(name, file, interval, rules);
    }

    private static AlertingRule rule(Yaml yaml) {
        YamlMap map = yaml.map();
        if (map.has("expr")) {
            throw map.key("expr")
                    .error("rules with 'expr' are Prometheus'; name their file in alert-router.prometheus.rule-files");
        }
        if (map.has("heartbeat")) {
            return heartbeat(map);
        }
        ThresholdRule rule = new ThresholdRule(
                map.require("alert").nonEmptyText(),
                map.require("metric").nonEmptyText(),
                map.require("statistic").read(Statistic::parse),
                map.get("window", RuleReader::window, WINDOW),
                map.list("by").stream().map(RuleReader::labelName).toList(),
                map.get("where", each -> each.map().texts(), Map.<String, String>of()),
                map.find("divided_by", Yaml::nonEmptyText),
                map.require("op").read(Comparison::parse),
                map.require("threshold").number(),
                map.get("for", Yaml::duration, Duration.ZERO),
                map.get("labels", RuleReader::labels, Map.<String, RuleTemplate>of()),
                map.get("annotations", RuleReader::templates, Map.<String, RuleTemplate>of()));
        map.noOthers();
        return rule;
    }

    private static AlertingRule heartbeat(YamlMap map) {
        Yaml heartbeat = map.require("heartbeat");
        List<Matcher> matchers = new ArrayList<>();
        heartbeat.list().forEach(each -> matchers.addAll(each.read(MatcherSyntax.ANY::list)));
        if (matchers.isEmpty()) {
            throw heartbeat.error("must have at least one matcher");
        }
        HeartbeatRule rule = new HeartbeatRule(
                map.require("alert").nonEmptyText(),
                new Matchers(matchers),
                map.require("within").positiveDuration(),
                map.get("for", Yaml::duration, HEARTBEAT_FOR),
                map.get("labels", RuleReader::labels, Map.<String, RuleTemplate>of()),
                map.get("annotations", RuleReader::templates, Map.<String, RuleTemplate>of()));
        map.noOthers();
        return rule;
    }

    private static Duration window(Yaml yaml) {
        Duration window = yaml.duration();
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw yaml.error("a window is between 10s and 24h long");
        }
        return window;
    }

    private static String labelName(Yaml yaml) {
        String name = yaml.text();
        if (!LabelNames.UTF8.allows(name)) {
            throw yaml.error("invalid label name \"" + name + "\"");
        }
        return name;
    }

    private static Map<String, RuleTemplate> labels(Yaml yaml) {
        YamlMap map = yaml.map();
        if (map.has(AlertingRule.ALERT_NAME)) {
            throw map.key(AlertingRule.ALERT_NAME).error("the label alertname is set by 'alert'");
        }
        return templates(yaml);
    }

    /** Texts by their names. */
    static Map<String, RuleTemplate> templates(Yaml yaml) {
        YamlMap map = yaml.map();
        Map<String, RuleTemplate> templates = new LinkedHashMap<>();
        for (String key : map.keys()) {
            Yaml value = map.get(key);
            templates.put(key, value == null ? RuleTemplate.parse("") : value.read(RuleTemplate::parse));
        }
        return templates;
    }
}
