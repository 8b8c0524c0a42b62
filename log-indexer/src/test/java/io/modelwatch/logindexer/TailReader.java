package io.modelwatch.logindexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a tail as its users do. */
final class TailReader implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile boolean ended;

    record Event(String name, String id, JsonNode data) {}

    private TailReader(URI address, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        this.response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        Thread.ofVirtual().start(this::read);
    }

    static TailReader open(URI service, String parameters, String lastEventId)
            throws IOException, InterruptedException {
        return new TailReader(service.resolve("/api/v1/logs/tail?" + parameters), lastEventId);
    }

    HttpResponse<?> response() {
        return response;
    }

    /** Whether the service has ended the tail. */
    boolean ended() {
        return ended;
    }

    int comments() {
        return comments.get();
    }

    List<Event> events(String name) {
        return events.stream().filter(event -> event.name.equals(name)).toList();
    }

    void awaitEvents(String name, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> events(name).size() >= count);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            String line;
            String name = "";
            String id = "";
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, id, Api.JSON.readTree(line.substring(6))));
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                }
            }
            ended = true;
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
        http.shutdownNow();
    }
}
