package io.modelwatch.devstack.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of the corpus.
 *
 * @param id unique, such as {@code hedging-zh-03}
 * @param lang {@code en} or {@code zh}
 */
record CorpusText(
        String id,
        String lang,
        Kind kind,
        String prompt,
        @Nullable String systemPrompt,
        List<String> context,
        String response,
        @Nullable String reference) {

    CorpusText {
        // Absent in the JSON of most.
        context = context == null ? List.of() : List.copyOf(context);
    }
}
