package io.modelwatch.collector.scrape;

import io.modelwatch.collector.catalogue.Catalogue;
import io.modelwatch.collector.catalogue.MetricType;
import io.modelwatch.collector.foreign.CounterIncrements;
import io.modelwatch.collector.foreign.ForeignReading;
import io.modelwatch.collector.textformat.MalformedExpositionException;
import io.modelwatch.collector.textformat.TextFormat;
import io.modelwatch.collector.window.MetricWindows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Asks targets. Waits on the calling thread. Thread-safe. */
final class Scraper {

    private static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private static final int OK = 200;
    private static final int CHUNK_BYTES = 16 << 10;

    /** What an answer may have at most. */
    record Bounds(long bytes, int samples) {}

    private final HttpClient client;
    private final Bounds bounds;
    private final CounterIncrements increments;
    private final Supplier<Catalogue> catalogue;
    private final MetricWindows windows;
    private final InstantSource clock;

    Scraper(
            HttpClient client,
            Bounds bounds,
            CounterIncrements increments,
            Supplier<Catalogue> catalogue,
            MetricWindows windows,
            InstantSource clock) {
        this.client = client;
        this.bounds = bounds;
        this.increments = increments;
        this.catalogue = catalogue;
        this.windows = windows;
        this.clock = clock;
    }

    /** Asks once and records what was said, and whether the target is up. */
    Outcome scrape(Target target) throws InterruptedException {
        Instant at = clock.instant();
        Outcome outcome;
        try {
            outcome = ask(target, at);
        } catch (MalformedExpositionException e) {
            outcome = new Outcome.Down("the exposition cannot be read: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            outcome = new Outcome.Down(
                    String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
        windows.add("target_up", MetricType.GAUGE, target.labels(), outcome instanceof Outcome.Up ? 1 : 0, at);
        return outcome;
    }

    private Outcome ask(Target target, Instant at)
            throws IOException, InterruptedException, MalformedExpositionException {
        HttpRequest request = HttpRequest.newBuilder(target.url())
                .timeout(target.timeout())
                .header("Accept", ACCEPT)
                .header("Accept-Encoding", "gzip")
                .header(
                        "X-Prometheus-Scrape-Timeout-Seconds",
                        Long.toString(target.timeout().toSeconds()))
                .GET()
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] exposition;
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != OK) {
                return new Outcome.Down("it answered with status " + answer.statusCode());
            }
            closeLater(body, target);
            exposition =
                    read(body, answer.headers().firstValue("Content-Encoding").orElse(""));
        }
        ForeignReading reading = new ForeignReading(target.url().toString(), target.labels(), at, catalogue.get());
        int samples = TextFormat.of(answer.headers().firstValue("Content-Type").orElse(null))
                .read(exposition, bounds.samples(), sample -> {
                    if (reading.knows(sample.name())) {
                        reading.add(sample.name(), sample.labels(), sample.value());
                    }
                });
        return new Outcome.Up(samples, reading.record(increments, windows));
    }

    /** The client's timeout ends with the headers; a body that comes too slowly is cut off by this. */
    private static void closeLater(InputStream body, Target target) {
        Executor later = CompletableFuture.delayedExecutor(target.timeout().toNanos(), TimeUnit.NANOSECONDS);
        later.execute(() -> {
            try {
                body.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private byte[] read(InputStream body, String encoding) throws IOException {
        InputStream in = encoding.equalsIgnoreCase("gzip") ? new GZIPInputStream(body, CHUNK_BYTES) : body;
        ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
            if (out.size() + count > bounds.bytes()) {
                throw new IOException("the answer has more than " + bounds.bytes() + " bytes");
            }
            out.write(chunk, 0, count);
        }
        return out.toByteArray();
    }
}
