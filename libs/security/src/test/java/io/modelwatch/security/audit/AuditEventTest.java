package io.modelwatch.security.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditEventTest {

    private static AuditEvent event(String principal, Map<String, String> variables) {
        return new AuditEvent(
                Instant.parse("2026-11-24T17:00:00Z"),
                "alert-router",
                principal,
                "192.0.2.7",
                "DELETE",
                "/api/v2/silence/{id}",
                variables,
                AuditEvent.Outcome.of(200),
                200,
                "r-1");
    }

    @Test
    void eventIsOneLineOfJson() {
        assertEquals("""
                {"time":"2026-11-24T17:00:00Z","service":"alert-router","principal":"alice","address":"192.0.2.7",\
                "method":"DELETE","path":"/api/v2/silence/{id}","variables":{"id":"17"},"outcome":"done",\
                "status":200,"request_id":"r-1"}""", event("alice", Map.of("id", "17")).line());
    }

    @Test
    void nobodyCanForgeALine() {
        String line = event("x\n{\"principal\":\"root\"}", Map.of("id", "\r\n\u2028\""))
                .line();

        assertEquals(1, line.lines().count());
        assertFalse(line.contains("\n"));
    }

    @Test
    void outcomeOfWhatWasLetInIsItsStatus() {
        assertEquals(AuditEvent.Outcome.DONE, AuditEvent.Outcome.of(204));
        assertEquals(AuditEvent.Outcome.FAILED, AuditEvent.Outcome.of(404));
        assertEquals(AuditEvent.Outcome.FAILED, AuditEvent.Outcome.of(500));
    }
}
