package io.modelwatch.quality.detect;

import org.jspecify.annotations.Nullable;

/**
 * One question to a model and its answer, prepared once for all detectors.
 *
 * @param prompt what was asked; null where it is not known
 * @param instructions all that was asked for, the system prompt included; null where nothing is known
 * @param response what the model answered
 */
public record Exchange(@Nullable Prose prompt, @Nullable Prose instructions, Prose response) {

    public static Exchange of(@Nullable String systemPrompt, @Nullable String prompt, String response) {
        Prose asked = prompt == null || prompt.isBlank() ? null : Prose.of(prompt);
        Prose instructions = systemPrompt == null || systemPrompt.isBlank()
                ? asked
                : Prose.of(asked == null ? systemPrompt : systemPrompt + "\n" + prompt);
        return new Exchange(asked, instructions, Prose.of(response));
    }
}
