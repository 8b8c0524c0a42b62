package io.modelwatch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load and what it counts, on a server that is known. */
class LoadTest {

    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private HttpServer server;
    private URI url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.merge(body, 1, Integer::sum);
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            int status = body.equals("n7") ? 503 : 200;
            // Even ones in chunks, odd ones with a length.
            exchange.sendResponseHeaders(status, body.length() % 2 == 0 ? 0 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyRequestIsSentOnceAndFailuresAreCounted() throws IOException {
        Load.Result result = Load.run(
                url, 3, 200, n -> Load.request("POST", url, "text/plain", ("n" + n).getBytes(StandardCharsets.UTF_8)));

        assertEquals(200, received.size());
        assertTrue(received.values().stream().allMatch(count -> count == 1));
        assertEquals(1, result.failed());
        assertEquals(200, result.latency().getTotalCount());
    }

    @Test
    void aServerThatIsNotThereIsAnError() {
        server.stop(0);

        assertThrows(IOException.class, () -> Load.run(url, 1, 1, n -> Load.request("GET", url, "", new byte[0])));
    }

    @Test
    void usageOfThisProcessGrowsWithItsWork() {
        List<Long> self = List.of(ProcessHandle.current().pid());
        Usage before = Usage.of(self);
        long end = System.nanoTime() + 50_000_000L;
        long sum = 0;
        while (System.nanoTime() < end || Usage.of(self).cpuSeconds() <= before.cpuSeconds()) {
            sum += System.nanoTime() % 7;
        }
        assertTrue(sum > 0);
        assertTrue(Usage.of(self).residentMegabytes() > 1);
    }

    @Test
    void aTargetSaysWhetherItIsMet() {
        assertTrue(Target.atMost("ratio", 0.9, 1).toString().endsWith("met"));
        assertTrue(Target.atLeast("rate", 0.9, 1).toString().endsWith("**short**"));
    }
}
