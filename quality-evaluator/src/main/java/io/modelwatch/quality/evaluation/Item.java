package io.modelwatch.quality.evaluation;

import io.modelwatch.intake.Fields;
import io.modelwatch.quality.detect.Detector;
import io.modelwatch.quality.detect.Detectors;
import io.modelwatch.quality.detect.Embedder;
import io.modelwatch.quality.detect.Exchange;
import io.modelwatch.quality.instruct.Instruction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange to evaluate, checked.
 *
 * @param id identifies it for ever; a repeat is not evaluated again
 * @param occurredAt when the exchange took place
 * @param model the model that answered; null where it is not known
 * @param service the service that asked
 * @param systemPrompt what the model was told beforehand
 * @param prompt what was asked
 * @param response what the model answered
 * @param context what it was given to answer from
 * @param instructions verifiable instructions that the prompt contains
 * @param latencyMs how long the answer took, in milliseconds
 * @param outputTokens how long the answer was, in tokens
 * @param detectors those to run
 */
record Item(
        String id,
        Instant occurredAt,
        @Nullable String model,
        @Nullable String service,
        @Nullable String systemPrompt,
        @Nullable String prompt,
        String response,
        List<String> context,
        List<Instruction> instructions,
        @Nullable Double latencyMs,
        @Nullable Long outputTokens,
        List<Detector> detectors) {

    private static final int MAX_ID = 256;
    private static final int MAX_NAME = 200;
    private static final int MAX_LABELS = 64;
    private static final double DAY_IN_MS = 86_400_000;
    private static final long MAX_TOKENS = 100_000_000;
    private static final int MAX_DETECTORS = 64;

    private enum Status {
        SUCCESS,
        ERROR
    }

    Item {
        context = List.copyOf(context);
        instructions = List.copyOf(instructions);
        detectors = List.copyOf(detectors);
    }

    /**
     * Reads an item.
     *
     * @param received stands in for a missing timestamp
     * @throws io.modelwatch.intake.ProblemException 400 naming every field that is wrong
     */
    static Item of(Fields fields, Instant received, IntakeConfig config) {
        int maxChars = config.maxRecordBytes();
        String id = id(fields);
        Instant timestamp = fields.instant("timestamp");
        String response = fields.text("response", maxChars);
        if (response == null && fields.node("response") == null) {
            fields.reject("response", "is required");
        }
        fields.text("reference", maxChars);
        fields.oneOf("status", Status.class);
        fields.count("input_tokens", MAX_TOKENS);
        fields.labels("labels", MAX_LABELS, MAX_NAME);
        Item item = new Item(
                id,
                (timestamp == null ? received : timestamp).truncatedTo(ChronoUnit.MICROS),
                blankToNull(fields.text("model", MAX_NAME)),
                blankToNull(fields.text("service", MAX_NAME)),
                fields.text("system_prompt", maxChars),
                fields.text("prompt", maxChars),
                response == null ? "" : response,
                fields.texts("context", config.maxContexts(), maxChars),
                NamedInstructions.read(fields),
                fields.number("latency_ms", 0, DAY_IN_MS),
                fields.count("output_tokens", MAX_TOKENS),
                detectors(fields));
        fields.check();
        return item;
    }

    private static String id(Fields fields) {
        return fields.node("id") != null
                ? fields.requiredText("id", MAX_ID)
                : fields.requiredText("request_id", MAX_ID);
    }

    private static List<Detector> detectors(Fields fields) {
        List<String> names = fields.texts("detectors", MAX_DETECTORS, MAX_NAME);
        if (names.isEmpty()) {
            return Detectors.all();
        }
        List<Detector> chosen = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<Detector> detector = Detectors.named(names.get(i));
            if (detector.isEmpty()) {
                fields.reject("detectors/" + i, "must be one of " + String.join(", ", Detectors.names()));
            } else if (!chosen.contains(detector.get())) {
                chosen.add(detector.get());
            }
        }
        return chosen;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    Exchange exchange(Embedder embedder) {
        return Exchange.of(systemPrompt, prompt, response, context, instructions)
                .with(embedder);
    }
}
