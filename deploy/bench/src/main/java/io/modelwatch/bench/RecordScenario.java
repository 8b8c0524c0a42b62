package io.modelwatch.bench;

import com.google.protobuf.ByteString;
import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Request records into metrics-collector beside the same events into Pushgateway. Records go on to log-indexer as they
 * do in production; only the collector's own processor time counts for it.
 */
final class RecordScenario implements Bench.Scenario {

    private static final int BATCH = 100;
    private static final int CONNECTIONS = 8;
    private static final String[] MODELS = {"gpt-4o", "claude-3-5-sonnet", "qwen-max", "deepseek-v3", "llama-3-70b"};

    @Override
    public void run(Bench bench) throws IOException {
        Subject ours = bench.stack().subject("metrics-collector", false);
        String run = Long.toString(System.nanoTime(), 36);

        bench.say("single records");
        List<Measurement> single = new ArrayList<>();
        single.add(Measurement.of(
                ours, CONNECTIONS, bench.count(30_000), bench.count(30_000), 1, n -> json(ours.url(), run + "s" + n)));
        List<Target> targets = new ArrayList<>();
        targets.add(Target.atMost("CPU s per million", single.getFirst().cpuPerMillion(), 170));
        var pushgateway = Processes.installed("prometheus-pushgateway");
        if (pushgateway.isPresent()) {
            Subject checked = pushgateway(bench, pushgateway.get(), "Pushgateway");
            Subject quick =
                    pushgateway(bench, pushgateway.get(), "Pushgateway, unchecked", "--push.disable-consistency-check");
            single.add(Measurement.of(checked, CONNECTIONS, 500, bench.count(3_000), 1, n -> push(checked.url(), n)));
            single.add(Measurement.of(quick, CONNECTIONS, 2_000, bench.count(20_000), 1, n -> push(quick.url(), n)));
            double own = single.getFirst().cpuPerMillion();
            targets.add(
                    Target.atMost("ratio to Pushgateway", own / single.get(1).cpuPerMillion(), 0.2));
            targets.add(Target.atMost(
                    "ratio to Pushgateway, unchecked", own / single.get(2).cpuPerMillion(), 2));
        }
        bench.table().section("One JSON record a request", single, targets);
        if (pushgateway.isEmpty()) {
            bench.table().note("Pushgateway is not installed (apt-get install prometheus-pushgateway).");
        }

        bench.say("batches");
        Measurement array = named(
                "JSON array of 100",
                Measurement.of(
                        ours,
                        CONNECTIONS,
                        bench.count(1_000),
                        bench.count(2_000),
                        BATCH,
                        n -> array(ours.url(), run + "a" + n)));
        Measurement lines = named(
                "NDJSON of 100",
                Measurement.of(
                        ours,
                        CONNECTIONS,
                        bench.count(500),
                        bench.count(2_000),
                        BATCH,
                        n -> lines(ours.url(), run + "l" + n)));
        Measurement spans = named(
                "OTLP protobuf, 100 spans",
                Measurement.of(
                        ours, CONNECTIONS, bench.count(1_000), bench.count(2_000), BATCH, n -> spans(ours.url(), n)));
        bench.table()
                .section(
                        "Batches into metrics-collector",
                        List.of(array, lines, spans),
                        List.of(
                                Target.atMost("JSON array, CPU s per million", array.cpuPerMillion(), 17),
                                Target.atMost("NDJSON, CPU s per million", lines.cpuPerMillion(), 17),
                                Target.atMost("OTLP, CPU s per million", spans.cpuPerMillion(), 25)));
    }

    private static Measurement named(String name, Measurement m) {
        return new Measurement(
                name, m.events(), m.rate(), m.cpuPerMillion(), m.p50(), m.p95(), m.p99(), m.resident(), m.failed());
    }

    private static Subject pushgateway(Bench bench, String program, String name, String... options) throws IOException {
        int port = Processes.freePort();
        List<String> command = new ArrayList<>(List.of(program, "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(options));
        long pid = bench.peers().start(name.replaceAll("\\W+", "-"), command);
        Processes.awaitPort(port);
        return new Subject(name, URI.create("http://127.0.0.1:" + port), () -> List.of(pid));
    }

    /** The same event as four lines, in one of 50 groups. */
    private static byte[] push(URI server, long n) {
        String text = "llm_requests_total 1\nllm_tokens_total 350\nllm_latency_ms 812\nllm_ttft_ms 140\n";
        return Load.request(
                "POST",
                server.resolve("/metrics/job/gateway/instance/i" + n % 50),
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8));
    }

    static String record(String id, int n) {
        return """
                {"request_id":"%s","model":"%s","service":"gateway","environment":"production","timestamp":"%s",\
                "status":"success","input_tokens":%d,"output_tokens":%d,"latency_ms":%d,"ttft_ms":%d,\
                "user_id":"u%d","stream":true}""".formatted(
                        id,
                        MODELS[Math.floorMod(n, MODELS.length)],
                        Instant.now(),
                        200 + n % 1800,
                        20 + n % 700,
                        100 + n % 4000,
                        20 + n % 400,
                        n % 500);
    }

    private static byte[] json(URI server, String id) {
        return requests(server, "application/json", record(id, id.hashCode() & 0xffff));
    }

    private static byte[] requests(URI server, String type, String body) {
        return Load.request("POST", server.resolve("/api/v1/requests"), type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] array(URI server, String id) {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(record(id + "-" + i, i));
        }
        return requests(server, "application/json", body.append(']').toString());
    }

    private static byte[] lines(URI server, String id) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            body.append(record(id + "-" + i, i)).append('\n');
        }
        return requests(server, "application/x-ndjson", body.toString());
    }

    private static byte[] spans(URI server, long n) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        long end = System.currentTimeMillis() * 1_000_000L;
        for (int i = 0; i < BATCH; i++) {
            scope.addSpans(Span.newBuilder()
                    .setTraceId(id(16, System.nanoTime(), i))
                    .setSpanId(id(8, n * BATCH + i, i))
                    .setName("chat gpt-4o")
                    .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                    .setStartTimeUnixNano(end - (100 + i * 7L) * 1_000_000L)
                    .setEndTimeUnixNano(end)
                    .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
                    .addAttributes(text("gen_ai.operation.name", "chat"))
                    .addAttributes(text("gen_ai.provider.name", "openai"))
                    .addAttributes(text("gen_ai.request.model", MODELS[i % MODELS.length]))
                    .addAttributes(text("gen_ai.response.model", MODELS[i % MODELS.length]))
                    .addAttributes(number("gen_ai.usage.input_tokens", 200 + i))
                    .addAttributes(number("gen_ai.usage.output_tokens", 20 + i)));
        }
        byte[] body = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "gateway")))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
        return Load.request("POST", server.resolve("/v1/traces"), "application/x-protobuf", body);
    }

    private static ByteString id(int size, long high, int low) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Math.max(size, 16))
                        .putLong(high + 1)
                        .putLong(low + 1)
                        .array(),
                0,
                size);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
