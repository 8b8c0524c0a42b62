package io.modelwatch.alertrouter.rule;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated together.
 *
 * @param name unique among all files
 * @param file where it stands
 * @param interval from one evaluation to the next
 */
record RuleGroup(String name, String file, Duration interval, List<ThresholdRule> rules) {

    RuleGroup {
        rules = List.copyOf(rules);
    }
}
