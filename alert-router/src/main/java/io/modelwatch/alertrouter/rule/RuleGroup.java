package io.modelwatch.alertrouter.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that are evaluated together.
 *
 * @param key unique among all files; identifies the group across restarts and replicas
 * @param file where it stands
 * @param interval from one evaluation to the next
 * @param offset how far back evaluations look, for series that come late
 * @param limit most alerts of one rule, 0 for no bound
 */
record RuleGroup(
        String key,
        String name,
        String file,
        Duration interval,
        Duration offset,
        int limit,
        List<AlertingRule> rules,
        List<RecordingRule> recordings) {

    RuleGroup {
        rules = List.copyOf(rules);
        recordings = List.copyOf(recordings);
    }

    /** A group of our own rules, whose name is unique among all files. */
    static RuleGroup of(String name, String file, Duration interval, List<AlertingRule> rules) {
        return new RuleGroup(name, name, file, interval, Duration.ZERO, 0, rules, List.of());
    }

    /** The rules by what identifies them within the group: the name, numbered where several have the same. */
    Map<String, AlertingRule> byKey() {
        Map<String, Integer> seen = new HashMap<>();
        Map<String, AlertingRule> byKey = new LinkedHashMap<>();
        for (AlertingRule rule : rules) {
            int occurrence = seen.merge(rule.alert(), 1, Integer::sum);
            byKey.put(occurrence == 1 ? rule.alert() : rule.alert() + "#" + occurrence, rule);
        }
        return byKey;
    }

    /** Whether it is of a Prometheus rule file, where names are unique in their file only. */
    boolean isPrometheus() {
        return !key.equals(name);
    }

    /** How many evaluations between the one that was due and now did not happen. */
    long missed(Instant due, Instant now) {
        return Math.max(0, Duration.between(due, now).dividedBy(interval));
    }
}
