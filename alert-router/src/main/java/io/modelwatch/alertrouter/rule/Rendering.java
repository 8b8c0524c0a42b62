package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the texts of rules may use besides the series.
 *
 * @param at the time of the evaluation
 */
record Rendering(Map<String, String> externalLabels, String externalUrl, Instant at, RuleTemplate.Querier querier) {

    Rendering {
        externalLabels = Map.copyOf(externalLabels);
    }

    RuleTemplate.Context context(LabelSet labels, double value) {
        return new RuleTemplate.Context(
                labels.asMap(), value, externalLabels, externalUrl, InstantSource.fixed(at), querier);
    }
}
