package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSinkTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void remembersNotificationsWithTheirTimeOfArrival() throws Exception {
        try (WebhookSink sink = WebhookSink.start(0, Clock.fixed(NOW, ZoneOffset.UTC))) {
            assertEquals(200, post(sink.url(), "{\"receiver\":\"团队\",\"alerts\":[{\"status\":\"firing\"}]}"));

            List<WebhookSink.Notification> got = sink.notifications();
            assertEquals(1, got.size());
            assertEquals(NOW, got.getFirst().arrived());
            assertEquals("/webhook", got.getFirst().path());
            assertEquals("团队", got.getFirst().receiver());
            assertEquals(1, got.getFirst().alerts().size());
        }
    }

    @Test
    void refusesWhatIsNoJsonObject() throws Exception {
        try (WebhookSink sink = WebhookSink.start(0)) {
            assertEquals(400, post(sink.url(), "hello"));
            assertEquals(400, post(sink.url(), "[]"));
            assertEquals(0, sink.received());
        }
    }

    @Test
    void keepsTheLastThousand() throws Exception {
        try (WebhookSink sink = WebhookSink.start(0)) {
            for (int i = 0; i < 1010; i++) {
                post(sink.url(), "{\"receiver\":\"r" + i + "\"}");
            }

            assertEquals(1010, sink.received());
            assertEquals(1000, sink.notifications().size());
            assertEquals("r10", sink.notifications().getFirst().receiver());
        }
    }

    @Test
    void showsWhatItHas() throws Exception {
        try (WebhookSink sink = WebhookSink.start(0, Clock.fixed(NOW, ZoneOffset.UTC))) {
            post(sink.url(), "{\"receiver\":\"demo\"}");

            String shown = client.send(HttpRequest.newBuilder(sink.url()).build(), HttpResponse.BodyHandlers.ofString())
                    .body();

            assertEquals(Json.strict("""
                            [{"arrived":"2026-03-01T08:00:00Z","path":"/webhook","notification":{"receiver":"demo"}}]
                            """), Json.strict(shown));
        }
    }

    private int post(URI uri, String body) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
