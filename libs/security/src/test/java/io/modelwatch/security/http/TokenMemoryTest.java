package io.modelwatch.security.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class TokenMemoryTest {

    private static final Instant NOW = Instant.parse("2026-11-24T17:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    private final TokenMemory memory = new TokenMemory(clock::get);

    private record Token(String getName, Instant end) implements JsonWebToken {

        @Override
        public String getName() {
            return getName;
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("exp");
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getClaim(String name) {
            return (T) (name.equals("exp") ? Long.valueOf(end.getEpochSecond()) : null);
        }
    }

    private static SecurityIdentity somebody(Instant end) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new Token("alice", end))
                .addRole("viewer")
                .addAttribute("request", new Object())
                .build();
    }

    @Test
    void tokenIsKnownForAMinute() {
        memory.remember("Bearer a", somebody(NOW.plusSeconds(3600)));

        clock.set(NOW.plusSeconds(59));
        SecurityIdentity known = memory.remembered("Bearer a").orElseThrow();
        assertEquals("alice", known.getPrincipal().getName());
        assertEquals(Set.of("viewer"), known.getRoles());
        assertTrue(known.getAttributes().isEmpty());

        clock.set(NOW.plusSeconds(60));
        assertTrue(memory.remembered("Bearer a").isEmpty());
    }

    @Test
    void tokenIsNotKnownBeyondItsEnd() {
        memory.remember("Bearer a", somebody(NOW.plusSeconds(5)));

        clock.set(NOW.plusSeconds(5));
        assertTrue(memory.remembered("Bearer a").isEmpty());
    }

    @Test
    void otherTokensAndPasswordsAreNotKnown() {
        memory.remember("Bearer a", somebody(NOW.plusSeconds(3600)));
        memory.remember(
                "Basic a",
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal("bob"))
                        .build());

        assertTrue(memory.remembered("Bearer b").isEmpty());
        assertTrue(memory.remembered("Basic a").isEmpty());
        assertTrue(memory.remembered(null).isEmpty());
    }

    @Test
    void memoryHasABound() {
        for (int i = 0; i < 5000; i++) {
            memory.remember("Bearer " + i, somebody(NOW.plusSeconds(3600)));
        }

        long left = java.util.stream.IntStream.range(0, 5000)
                .filter(i -> memory.remembered("Bearer " + i).isPresent())
                .count();
        assertTrue(left <= 1000, left + " of 5000");
        assertTrue(memory.remembered("Bearer 4999").isPresent());
    }
}
