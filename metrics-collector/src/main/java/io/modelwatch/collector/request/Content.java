package io.modelwatch.collector.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered.
 *
 * @param context texts the answer should rest on
 * @param reference the answer that would be right
 */
public record Content(
        @Nullable String prompt,
        @Nullable String systemPrompt,
        List<String> context,
        @Nullable String response,
        @Nullable String reference) {

    public Content {
        context = List.copyOf(context);
    }
}
