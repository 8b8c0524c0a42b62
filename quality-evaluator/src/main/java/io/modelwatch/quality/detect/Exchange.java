package io.modelwatch.quality.detect;

import io.modelwatch.quality.instruct.Instruction;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One question to a model and its answer, prepared once for all detectors. */
public final class Exchange {

    private final @Nullable Prose prompt;
    private final @Nullable Prose instructions;
    private final Prose response;
    private final List<Prose> context;
    private final List<Instruction> verifiable;
    private final Embedder embedder;

    private @Nullable Prose contextAsOne;
    private GroundednessDetector.@Nullable Grounding grounding;

    Exchange(
            @Nullable Prose prompt,
            @Nullable Prose instructions,
            Prose response,
            List<Prose> context,
            List<Instruction> verifiable,
            Embedder embedder) {
        this.prompt = prompt;
        this.instructions = instructions;
        this.response = response;
        this.context = List.copyOf(context);
        this.verifiable = List.copyOf(verifiable);
        this.embedder = embedder;
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
                verifiable,
                Embedder.NONE);
    }

    /** The same, to be looked at with an embedder. */
    public Exchange with(Embedder other) {
        return new Exchange(prompt, instructions, response, context, verifiable, other);
    }

    /** What was asked; null where it is not known. */
    @Nullable
    Prose prompt() {
        return prompt;
    }

    /** All that was asked for, the system prompt included; null where nothing is known. */
    @Nullable
    Prose instructions() {
        return instructions;
    }

    /** What the model answered. */
    Prose response() {
        return response;
    }

    /** What the model was given to answer from. */
    List<Prose> context() {
        return context;
    }

    /** Instructions that the request names beside its prompt. */
    List<Instruction> verifiable() {
        return verifiable;
    }

    /** For what words alone cannot tell. */
    Embedder embedder() {
        return embedder;
    }

    /** All pieces of context, a line end between them. */
    Prose contextAsOne() {
        Prose known = contextAsOne;
        if (known == null) {
            known = context.size() == 1
                    ? context.getFirst()
                    : Prose.of(context.stream().map(Prose::text).collect(Collectors.joining("\n")));
            contextAsOne = known;
        }
        return known;
    }

    /** How far the context supports the answer. */
    GroundednessDetector.Grounding grounding() {
        GroundednessDetector.Grounding known = grounding;
        if (known == null) {
            known = GroundednessDetector.Grounding.of(this);
            grounding = known;
        }
        return known;
    }
}
