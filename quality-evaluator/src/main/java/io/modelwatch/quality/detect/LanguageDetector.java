package io.modelwatch.quality.detect;

import java.util.List;

/** Which language is the response in? Score: the share of the text that speaks for the label. Flags nothing. */
final class LanguageDetector implements Detector {

    @Override
    public String name() {
        return "language";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        return response.language() == Language.NONE
                ? new Verdict.NotAssessed("the response has no words")
                : new Verdict.Assessed(
                        response.languageShare(), false, response.language().tag(), List.of());
    }
}
