package io.modelwatch.quality.detect;

import io.modelwatch.quality.instruct.Instruction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a model and its answer, prepared once for all detectors.
 *
 * @param prompt what was asked; null where it is not known
 * @param instructions all that was asked for, the system prompt included; null where nothing is known
 * @param response what the model answered
 * @param context what the model was given to answer from
 * @param verifiable instructions that the request names beside its prompt
 */
public record Exchange(
        @Nullable Prose prompt,
        @Nullable Prose instructions,
        Prose response,
        List<Prose> context,
        List<Instruction> verifiable) {

    public Exchange {
        context = List.copyOf(context);
        verifiable = List.copyOf(verifiable);
    }

    public static Exchange of(@Nullable String systemPrompt, @Nullable String prompt, String response) {
        return of(systemPrompt, prompt, response, List.of(), List.of());
    }

    public static Exchange of(
            @Nullable String systemPrompt,
            @Nullable String prompt,
            String response,
            List<String> context,
            List<Instruction> verifiable) {
        Prose asked = prompt == null || prompt.isBlank() ? null : Prose.of(prompt);
        Prose instructions = systemPrompt == null || systemPrompt.isBlank()
                ? asked
                : Prose.of(asked == null ? systemPrompt : systemPrompt + "\n" + prompt);
        return new Exchange(
                asked,
                instructions,
                Prose.of(response),
                context.stream().map(Prose::of).toList(),
                verifiable);
    }
}
