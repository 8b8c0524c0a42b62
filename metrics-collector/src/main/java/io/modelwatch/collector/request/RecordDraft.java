package io.modelwatch.collector.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that another protocol brings, on its way to being checked like one of our own. What a sender cannot know is
 * our bounds on text: names and texts that are too long are cut, labels beyond the bound left out. Figures are taken as
 * they are, and refused by the check. Not thread-safe.
 */
public final class RecordDraft {

    private final RecordBounds bounds;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, JsonNode> extra = new LinkedHashMap<>();

    public RecordDraft(RecordBounds bounds) {
        this.bounds = bounds;
    }

    /** A name or identifier; nothing where it is null or blank. */
    public RecordDraft name(String field, @Nullable String value) {
        return put(field, value, bounds.nameChars());
    }

    /** What went wrong. */
    public RecordDraft error(@Nullable String message, @Nullable String type) {
        put("error", message, bounds.errorChars());
        return name("error_type", type);
    }

    /** A long text such as {@code prompt}. */
    public RecordDraft text(String field, @Nullable String value) {
        return put(field, value, bounds.textChars());
    }

    private RecordDraft put(String field, @Nullable String value, int maxChars) {
        if (value != null && !value.isBlank()) {
            json.put(field, cut(value, maxChars));
        }
        return this;
    }

    private static String cut(String text, int maxChars) {
        return Text.storable(text.length() > maxChars ? text.substring(0, maxChars) : text);
    }

    public RecordDraft status(Status status) {
        json.put("status", status.spelled());
        return this;
    }

    /** When the request ended; now where it is null. */
    public RecordDraft endedAt(@Nullable Instant instant) {
        if (instant != null) {
            json.put("timestamp", instant.toString());
        }
        return this;
    }

    /**
     * The token counts. By convention the input includes cached tokens; where a sender counts them beside it, which
     * shows when there are more of them than of all, they are added.
     */
    public RecordDraft tokens(
            @Nullable Long input, @Nullable Long output, @Nullable Long cached, @Nullable Long reasoning) {
        count("input_tokens", input != null && cached != null && cached > input ? (Long) (input + cached) : input);
        count(
                "output_tokens",
                output != null && reasoning != null && reasoning > output ? (Long) (output + reasoning) : output);
        count("cached_tokens", cached);
        return count("reasoning_tokens", reasoning);
    }

    /**
     * Tokens with prices of their own, after {@link #tokens}. Some senders count those written to a cache beside the input,
     * which shows when they do not fit into it; then they are added. Spoken ones that do not fit, and zeros, are left
     * out.
     */
    public RecordDraft specialTokens(
            @Nullable Long cacheWritten, @Nullable Long audioInput, @Nullable Long audioOutput, @Nullable Long images) {
        long written = cacheWritten == null ? 0 : cacheWritten;
        long taken = json.path("cached_tokens").asLong(0) + written;
        if (written > 0
                && json.has("input_tokens")
                && taken > json.path("input_tokens").asLong()) {
            json.put("input_tokens", json.path("input_tokens").asLong() + written);
        }
        if (written > 0) {
            count("cache_write_tokens", written);
        }
        if (audioInput != null
                && audioInput > 0
                && audioInput + taken <= json.path("input_tokens").asLong(0)) {
            count("audio_input_tokens", audioInput);
        }
        long thought = json.path("reasoning_tokens").asLong(0);
        if (audioOutput != null
                && audioOutput > 0
                && audioOutput + thought <= json.path("output_tokens").asLong(0)) {
            count("audio_output_tokens", audioOutput);
        }
        return count("output_images", images);
    }

    /** A whole number. */
    public RecordDraft count(String field, @Nullable Long value) {
        if (value != null) {
            json.put(field, value);
        }
        return this;
    }

    /** Milliseconds. */
    public RecordDraft milliseconds(String field, @Nullable Double value) {
        if (value != null) {
            json.put(field, value);
        }
        return this;
    }

    public RecordDraft flag(String field, @Nullable Boolean value) {
        if (value != null) {
            json.put(field, value);
        }
        return this;
    }

    /** What the sender says it cost. */
    public RecordDraft costUsd(@Nullable BigDecimal amount) {
        if (amount != null) {
            json.put("cost_usd", amount);
        }
        return this;
    }

    /** A free label, unless there are too many already. */
    public RecordDraft label(String name, @Nullable String value) {
        if (value != null && !value.isBlank() && !name.isBlank() && labels.size() < bounds.labels()) {
            labels.put(cut(name, bounds.nameChars()), cut(value, bounds.nameChars()));
        }
        return this;
    }

    /** Something without a field of its own. */
    public RecordDraft extra(String name, @Nullable JsonNode value) {
        if (value != null && !value.isNull() && !value.isMissingNode()) {
            extra.put(name, value);
        }
        return this;
    }

    /** Something without a field of its own. */
    public RecordDraft extra(String name, @Nullable String value) {
        return value == null || value.isBlank()
                ? this
                : extra(name, JsonNodeFactory.instance.textNode(cut(value, bounds.nameChars())));
    }

    /**
     * Checks it as a record of our own.
     *
     * @throws ProblemException 400 naming every field that is wrong
     */
    public RequestRecord check(RequestParser parser) {
        if (!labels.isEmpty()) {
            ObjectNode node = json.putObject("labels");
            labels.forEach(node::put);
        }
        if (!extra.isEmpty()) {
            json.putObject("extra").setAll(extra);
        }
        return parser.parse(Fields.of(json));
    }
}
