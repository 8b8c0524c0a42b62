package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.Character.UnicodeScript;
import org.jspecify.annotations.Nullable;

/** Tokens of a text by rule of thumb: four characters a token, and three tokens for four Han characters. */
final class Tokens {

    private Tokens() {}

    static int estimate(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        double tokens = text.codePoints().mapToDouble(Tokens::weight).sum();
        return Math.max(1, (int) Math.ceil(tokens));
    }

    /** Those of all that a record asks the model with. */
    static int ofInput(ObjectNode record) {
        int tokens = estimate(record.path("prompt").asText())
                + estimate(record.path("system_prompt").asText());
        for (JsonNode document : record.path("context")) {
            tokens += estimate(document.asText());
        }
        return tokens;
    }

    /** The beginning of a text that has at most so many tokens. */
    static String cut(String text, int maxTokens) {
        double tokens = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            tokens += weight(text.codePointAt(i));
            if (tokens > maxTokens) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static double weight(int codePoint) {
        return UnicodeScript.of(codePoint) == UnicodeScript.HAN ? 0.75 : 0.25;
    }
}
