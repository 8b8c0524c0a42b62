package io.modelwatch.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Looks like Elasticsearch to a shipper, counts the documents of {@code _bulk} and keeps none. */
final class CountingElasticsearch implements AutoCloseable {

    private static final byte[] ITEM = "{\"create\":{\"_index\":\"logs-llm-default\",\"_id\":\"x\",\"status\":201}}"
            .getBytes(StandardCharsets.US_ASCII);

    private final HttpServer server;
    private final AtomicLong documents = new AtomicLong();

    CountingElasticsearch() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    long documents() {
        return documents.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body;
        if (path.endsWith("/_bulk")) {
            long lines = lines(exchange.getRequestBody());
            documents.addAndGet(lines / 2);
            body = items((int) (lines / 2));
        } else {
            exchange.getRequestBody().readAllBytes();
            String text = path.equals("/")
                    ? "{\"name\":\"stub\",\"cluster_name\":\"stub\",\"version\":{\"number\":\"9.5.3\","
                            + "\"build_flavor\":\"default\"},\"tagline\":\"You Know, for Search\"}"
                    : path.equals("/_cluster/health")
                            ? "{\"status\":\"green\"}"
                            : "{\"acknowledged\":true,\"hits\":{\"total\":{\"value\":0},\"hits\":[]}}";
            body = text.getBytes(StandardCharsets.US_ASCII);
        }
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9");
        exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static long lines(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        try (InputStream body = new BufferedInputStream(in)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }

    private static byte[] items(int count) {
        byte[] head = "{\"took\":1,\"errors\":false,\"items\":[".getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[head.length + count * (ITEM.length + 1) + 2 - (count > 0 ? 1 : 0)];
        System.arraycopy(head, 0, body, 0, head.length);
        int at = head.length;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            System.arraycopy(ITEM, 0, body, at, ITEM.length);
            at += ITEM.length;
        }
        body[at++] = ']';
        body[at] = '}';
        return body;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
