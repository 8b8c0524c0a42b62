package io.modelwatch.collector.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modelwatch.collector.window.TestClock;
import io.modelwatch.intake.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentOriginsTest {

    private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
    private final RecentOrigins origins = new RecentOrigins(2, Duration.ofHours(1), clock);

    @Test
    void aRequestIsFoundByItselfElseByItsSession() {
        // Given
        remember("r1", "s", "one");
        remember("r2", "s", "two");

        // When, Then
        assertEquals("one", model("r1", "s"));
        assertEquals("two", model("unknown", "s"));
        assertEquals("two", model(null, "s"));
        assertEquals("", model("unknown", "unknown"));
    }

    @Test
    void whatIsTooOldOrTooMuchIsForgotten() {
        // Given
        remember("r1", null, "one");
        clock.advance(Duration.ofMinutes(30));
        remember("r2", null, "two");
        remember("r3", null, "three");

        // When, Then
        assertEquals("", model("r1", null));
        assertEquals("two", model("r2", null));
        clock.advance(Duration.ofHours(1));
        remember("r4", null, "four");
        assertEquals("", model("r3", null));
        assertEquals("four", model("r4", null));
    }

    private String model(@Nullable String request, @Nullable String session) {
        return origins.find(request, session).map(Origin::model).orElse("");
    }

    private void remember(String request, @Nullable String session, String model) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", request)
                .put("model", model)
                .put("status", "success");
        if (session != null) {
            json.put("session_id", session);
        }
        origins.remember(new RequestParser(RecordBounds.DEFAULT, clock).parse(Fields.of(json)));
    }
}
