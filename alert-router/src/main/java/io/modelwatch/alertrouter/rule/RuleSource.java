package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import java.time.Instant;
import java.util.Map;

/** Answers what rules ask. */
interface RuleSource<R extends AlertingRule> {

    /**
     * The series for which the rule's condition holds, with their values. Blocks.
     *
     * @param at the time that is asked about
     * @throws RuleException when there is no answer, with the reason
     */
    Map<LabelSet, Double> holding(R rule, Instant at) throws InterruptedException;

    /** Where people can see what the rule looks at. */
    String link(R rule);
}
