package io.modelwatch.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token was good for a moment ago: checking a signature costs more than most requests do. Holds digests of
 * tokens, for a minute at most and never beyond the token's own end. Thread-safe.
 */
final class TokenMemory {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final InstantSource clock;

    TokenMemory(InstantSource clock) {
        this.clock = clock;
    }

    private record Known(SecurityIdentity identity, Instant until) {}

    /** Whom the header was good for; nothing when it must be looked at. */
    Optional<SecurityIdentity> remembered(@Nullable String header) {
        if (Credentials.of(header) != Credentials.BEARER) {
            return Optional.empty();
        }
        String digest = digest(header);
        Known found = known.get(digest);
        if (found == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(found.until())) {
            known.remove(digest);
            return Optional.empty();
        }
        return Optional.of(found.identity());
    }

    /** Keeps whom a header is good for, when that is a token. */
    void remember(@Nullable String header, @Nullable SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken token && header != null) {
            Instant end = Instant.ofEpochSecond(token.getExpirationTime());
            Instant longest = clock.instant().plus(LONGEST);
            if (known.size() >= MOST) {
                known.clear();
            }
            // An identity of its own: the one that was looked up may hold on to its request.
            SecurityIdentity lean = QuarkusSecurityIdentity.builder()
                    .setPrincipal(token)
                    .addRoles(identity.getRoles())
                    .build();
            known.put(digest(header), new Known(lean, end.isBefore(longest) ? end : longest));
        }
    }

    private static String digest(@Nullable String header) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.valueOf(header).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
