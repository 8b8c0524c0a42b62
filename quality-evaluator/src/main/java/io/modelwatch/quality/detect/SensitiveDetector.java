package io.modelwatch.quality.detect;

import io.modelwatch.redaction.Action;
import io.modelwatch.redaction.Policy;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Does the answer, or the prompt, hold values that should not get about: personal data ({@code pii}) or keys and
 * passwords ({@code secrets})? Score: how sure the surest finding is. The findings tell kind and place, never the value.
 * Addresses of pages, dates and post codes are found but raise no alarm, since they are in every other answer.
 */
final class SensitiveDetector implements Detector {

    /** Findings listed; a long list of addresses does not become a longer one. */
    private static final int MOST = 200;

    private final String name;
    private final Function<Prose, List<Finding>> finder;

    private SensitiveDetector(String name, Function<Prose, List<Finding>> finder) {
        this.name = name;
        this.finder = finder;
    }

    static SensitiveDetector personalData() {
        io.modelwatch.redaction.Detector recognisers = io.modelwatch.redaction.Detector.of(
                EntityType.personalData(), io.modelwatch.redaction.Detector.DEFAULT_MINIMUM);
        return new SensitiveDetector("pii", prose -> recognisers.find(prose.text()));
    }

    static SensitiveDetector secrets() {
        return new SensitiveDetector("secrets", Prose::secrets);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        List<Verdict.Value> values = new ArrayList<>();
        boolean flagged = find("response", exchange.response(), values);
        Prose prompt = exchange.prompt();
        if (prompt != null) {
            flagged |= find("prompt", prompt, values);
        }
        double score = values.stream().mapToDouble(Verdict.Value::score).max().orElse(0);
        return new Verdict.Assessed(
                score, flagged, null, List.of(), List.of(), values.subList(0, Math.min(MOST, values.size())));
    }

    private boolean find(String field, Prose text, List<Verdict.Value> values) {
        boolean alarming = false;
        for (Finding finding : finder.apply(text)) {
            alarming |= Policy.DEFAULT.actionOn(finding.type()) != Action.KEEP;
            values.add(
                    new Verdict.Value(field, finding.type().name(), finding.start(), finding.end(), finding.score()));
        }
        return alarming;
    }
}
