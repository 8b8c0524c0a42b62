package io.modelwatch.collector.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.feedback.Feedback.About;
import io.modelwatch.collector.feedback.Feedback.Signals;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a checked feedback out of JSON fields. */
final class FeedbackParser {

    private static final double HIGHEST_RATING = 5;
    private static final long MOST_TURNS = 1_000_000;
    private static final int HASH_BYTES = 16;

    private final RecordBounds bounds;
    private final int commentChars;
    private final BigDecimal mostRevenue;
    private final InstantSource clock;

    FeedbackParser(RecordBounds bounds, int commentChars, BigDecimal mostRevenue, InstantSource clock) {
        this.bounds = bounds;
        this.commentChars = commentChars;
        this.mostRevenue = mostRevenue;
        this.clock = clock;
    }

    /**
     * Reads all fields, whatever is wrong with some.
     *
     * @throws ProblemException 400 naming every field that is wrong
     */
    Feedback parse(Fields fields) {
        String id = name(fields, "feedback_id");
        Instant at = time(fields);
        About about = new About(
                name(fields, "request_id"),
                name(fields, "session_id"),
                name(fields, "user_id"),
                name(fields, "model"),
                name(fields, "service"),
                name(fields, "environment"));
        if (about.requestId() == null && about.sessionId() == null) {
            fields.reject("request_id", "is required, or else session_id");
        }
        Signals signals = new Signals(
                fields.oneOf("thumbs", Feedback.Thumbs.class),
                fields.number("rating", 1, HIGHEST_RATING),
                fields.flag("task_completed"),
                fields.flag("human_takeover"),
                fields.count("turns", MOST_TURNS),
                fields.flag("converted"),
                revenue(fields),
                fields.flag("retained"));
        String comment = fields.text("comment", commentChars);
        if (!signals.any() && comment == null && fields.errors().isEmpty()) {
            fields.reject(
                    "thumbs",
                    "is required, or one of rating, task_completed, human_takeover, turns, converted, revenue_usd,"
                            + " retained, comment");
        }
        Map<String, String> labels = fields.labels("labels", bounds.labels(), bounds.nameChars());
        fields.check();
        return new Feedback(id == null ? idOf(about, signals, comment) : id, at, about, signals, comment, labels);
    }

    private Instant time(Fields fields) {
        Instant now = clock.instant();
        Instant at = fields.instant("timestamp");
        if (at == null) {
            return now;
        }
        if (at.isAfter(now.plus(bounds.futureTolerance()))) {
            fields.reject(
                    "timestamp",
                    "must lie at most " + bounds.futureTolerance().toSeconds() + " s ahead of " + now + ", was " + at);
        }
        return at.isAfter(now) ? now : at;
    }

    private @Nullable BigDecimal revenue(Fields fields) {
        Double revenue = fields.number("revenue_usd", 0, mostRevenue.doubleValue());
        JsonNode node = fields.node("revenue_usd");
        return revenue == null || node == null ? null : node.decimalValue();
    }

    private @Nullable String name(Fields fields, String field) {
        String text = fields.text(field, bounds.nameChars());
        return text == null || text.isBlank() ? null : text;
    }

    /** The same things said about the same request are one feedback. */
    private static String idOf(About about, Signals signals, @Nullable String comment) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((about.requestId() + "\n" + about.sessionId() + "\n" + about.userId() + "\n" + signals
                                    + "\n" + comment)
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
