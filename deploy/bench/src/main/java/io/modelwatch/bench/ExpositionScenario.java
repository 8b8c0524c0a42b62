package io.modelwatch.bench;

import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scrapes and window queries of metrics-collector with 10,000 series. */
final class ExpositionScenario implements Bench.Scenario {

    private static final int SERIES = 10_000;
    private static final int BATCH = 500;

    @Override
    public void run(Bench bench) throws IOException {
        Subject ours = bench.stack().subject("metrics-collector", false);
        bench.say("10,000 series");
        Load.run(ours.url(), 2, SERIES / BATCH, n -> samples(ours.url(), n));

        Measurement scrape =
                Measurement.of(ours, 1, bench.count(20), bench.count(50), 1, n -> get(ours.url(), "/metrics"));
        Measurement query = Measurement.of(
                ours,
                1,
                bench.count(500),
                bench.count(2_000),
                1,
                n -> get(ours.url(), "/api/v1/metrics/gpu_utilization?window=5m"));
        bench.table()
                .section(
                        "/metrics of metrics-collector (events are scrapes)",
                        List.of(scrape),
                        List.of(Target.atMost("CPU ms a scrape", scrape.cpuPerMillion() / 1000, 30)));
        bench.table()
                .section(
                        "Window query over 10,000 series",
                        List.of(query),
                        List.of(Target.atMost("p99 ms", query.p99(), 5)));
    }

    private static byte[] get(URI server, String path) {
        return Load.request("GET", server.resolve(path), "", new byte[0]);
    }

    private static byte[] samples(URI server, long n) {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            long series = n * BATCH + i;
            body.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"gpu_utilization\",\"value\":")
                    .append(series % 100)
                    .append(",\"labels\":{\"gpu\":\"")
                    .append(series % 8)
                    .append("\",\"node\":\"n")
                    .append(series / 8)
                    .append("\"}}");
        }
        return Load.request(
                "POST",
                server.resolve("/api/v1/samples"),
                "application/json",
                body.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }
}
