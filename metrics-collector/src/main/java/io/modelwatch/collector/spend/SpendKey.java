package io.modelwatch.collector.spend;

import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose spending in which hour; what is not known is empty. */
record SpendKey(
        Instant hour, String model, String service, String provider, String environment, String user, String team) {

    static final String OTHER = "other";
    private static final String TEAM = "team";

    static SpendKey of(RequestRecord request) {
        Origin origin = request.origin();
        return new SpendKey(
                request.timestamp().truncatedTo(ChronoUnit.HOURS),
                origin.model(),
                text(origin.service()),
                text(origin.provider()),
                text(origin.environment()),
                text(origin.userId()),
                text(request.labels().get(TEAM)));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The same without its user. */
    SpendKey otherUser() {
        return new SpendKey(hour, model, service, provider, environment, OTHER, team);
    }

    /** The same hour, everything else unknown. */
    SpendKey allOther() {
        return new SpendKey(hour, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER);
    }

    /** The same for the same names, whatever the hour. */
    UUID id() {
        try {
            String names = String.join("\0", model, service, provider, environment, user, team);
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
