package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has the answer the form that the prompt asks for: JSON, XML, a table, a list, code? Score: how well, low is bad;
 * where several forms are asked for, that of the one met worst, which is the label.
 */
final class FormatDetector implements Detector {

    private static final double THRESHOLD = 0.5;

    @Override
    public String name() {
        return "format";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose instructions = exchange.instructions();
        if (instructions == null) {
            return new Verdict.NotAssessed("there is no prompt");
        }
        Map<Format, Span> asked = Format.askedFor(instructions);
        if (asked.isEmpty()) {
            return new Verdict.NotAssessed("the prompt asks for no particular form");
        }
        if (exchange.response().refusal() instanceof Verdict.Assessed declined && "full".equals(declined.label())) {
            return new Verdict.NotAssessed("the model declined to answer");
        }
        boolean exclusive = Format.exclusive(instructions);
        double worst = 2;
        String label = "";
        List<Evidence> evidence = new ArrayList<>();
        for (Map.Entry<Format, Span> form : asked.entrySet()) {
            double score = FormatCheck.score(form.getKey(), exchange.response(), exclusive);
            evidence.add(Evidence.at(
                    "asked_" + form.getKey().label(),
                    instructions,
                    form.getValue().start(),
                    form.getValue().end()));
            if (score < worst) {
                worst = score;
                label = form.getKey().label();
            }
        }
        return new Verdict.Assessed(worst, worst < THRESHOLD, label, Evidence.shorten(evidence));
    }
}
