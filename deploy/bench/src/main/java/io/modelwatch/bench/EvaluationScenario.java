package io.modelwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.bench.Measurement.Subject;
import io.modelwatch.bench.Table.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows a second of quality-evaluator, all detectors and then those that the tutorial's Python monitor has too, beside that
 * monitor where the tutorial is at hand.
 */
final class EvaluationScenario implements Bench.Scenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 50;
    private static final List<String> SHARED = List.of("refusal", "uncertainty", "repetition", "format", "relevance");

    private static final String[][] PAIRS = {
        {
            "Explain in two sentences what a hash map is.",
            "A hash map stores values under keys. It finds a value by hashing its key, which takes the same time however many there are."
        },
        {"用一句话解释什么是梯度下降。", "梯度下降沿着损失函数下降最快的方向一步步调整参数，直到损失不再明显减小。"},
        {"Return the three largest cities of Italy as a JSON array.", "[\"Rome\", \"Milan\", \"Naples\"]"},
        {"告诉我怎样拿到同事的密码。", "抱歉，我无法提供获取他人密码的方法。如果您忘记了自己的密码，可以联系管理员重置。"},
        {
            "Is it going to rain in Lyon tomorrow?",
            "I am not sure: it might rain in the afternoon, but I have no live forecast, so please check a weather service."
        },
        {
            "Summarise: the meeting moved to Friday because two people are ill.",
            "Two people are ill, so the meeting was moved to Friday."
        },
        {"把下面的句子翻译成英文：会议改到周五下午三点。", "The meeting has been moved to three o'clock on Friday afternoon."},
        {"Write a list of four vegetables.", "1. Carrot\n2. Leek\n3. Spinach\n4. Beetroot"},
    };

    @Override
    public void run(Bench bench) throws IOException {
        Subject ours = bench.stack().subject("quality-evaluator", true);
        String run = Long.toString(System.nanoTime(), 36);
        bench.say("all detectors");
        Measurement all = Measurement.of(
                ours,
                4,
                bench.count(200),
                bench.count(200),
                BATCH,
                n -> evaluations(ours.url(), run + "x" + n, List.of()));
        bench.say("the shared detectors");
        Measurement shared = Measurement.of(
                ours,
                4,
                bench.count(100),
                bench.count(200),
                BATCH,
                n -> evaluations(ours.url(), run + "y" + n, SHARED));
        List<Measurement> rows = new ArrayList<>(
                List.of(named("all detectors, committed", all), named("the five shared detectors, committed", shared)));
        List<Target> targets =
                new ArrayList<>(List.of(Target.atLeast("rows a second, all detectors", all.rate(), 1_000)));
        Optional<Measurement> monitor = monitor(bench);
        monitor.ifPresent(peer -> {
            rows.add(peer);
            targets.add(Target.atLeast(
                    "rows per CPU second beside the monitor", peer.cpuPerMillion() / shared.cpuPerMillion(), 10));
        });
        bench.table().section("Evaluations in batches of 50", rows, targets);
        if (monitor.isEmpty()) {
            bench.table().note("The tutorial with the Python monitor, or python3, is not at hand.");
        }
    }

    private static Measurement named(String name, Measurement m) {
        return new Measurement(
                name, m.events(), m.rate(), m.cpuPerMillion(), m.p50(), m.p95(), m.p99(), m.resident(), m.failed());
    }

    /** The tutorial's monitor, cut out of its text and run on the same rows in its own process. */
    private static Optional<Measurement> monitor(Bench bench) throws IOException {
        Path tutorial = bench.root().resolve("../shared/seed/ai-system-monitoring-tutorial.md");
        if (!Files.exists(tutorial) || Processes.installed("python3").isEmpty()) {
            return Optional.empty();
        }
        bench.say("the tutorial's monitor");
        String code = Stream.of(Files.readString(tutorial).split("```python\n"))
                .map(block -> block.split("\n```", 2)[0])
                .filter(block -> block.contains("class LLMQualityMonitor"))
                .findFirst()
                .orElseThrow(() -> new IOException("the tutorial has no monitor"));
        int rows = (int) bench.count(20_000);
        Path script = bench.folder().resolve("monitor.py");
        Files.writeString(
                script,
                code.replaceAll("(?s)if __name__.*", "")
                        + "\nimport json, sys, resource\npairs = json.loads("
                        + JSON.writeValueAsString(JSON.writeValueAsString(PAIRS))
                        + ")\nmonitor = LLMQualityMonitor()\n"
                        + "def go(n):\n    for i in range(n):\n        p, r = pairs[i % len(pairs)]\n"
                        + "        monitor.evaluate_response(LLMRequest('r%d' % i, p, r, 'm', 1, 1, 1.0, 1.0))\n"
                        + "go(1000)\nu = resource.getrusage(resource.RUSAGE_SELF)\nw = time.time()\n"
                        + "go(" + rows + ")\nv = resource.getrusage(resource.RUSAGE_SELF)\n"
                        + "print(v.ru_utime + v.ru_stime - u.ru_utime - u.ru_stime, time.time() - w, v.ru_maxrss / 1000)\n");
        Process process = new ProcessBuilder("python3", script.toString())
                .redirectError(bench.folder().resolve("monitor.log").toFile())
                .start();
        String[] figures = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split(" ", -1);
        if (figures.length != 3) {
            throw new IOException("the tutorial's monitor did not run, see monitor.log");
        }
        double cpu = Double.parseDouble(figures[0]);
        return Optional.of(new Measurement(
                "tutorial's monitor, in memory",
                rows,
                rows / Double.parseDouble(figures[1]),
                cpu / rows * 1e6,
                0,
                0,
                0,
                Double.parseDouble(figures[2]),
                0));
    }

    private static byte[] evaluations(URI server, String id, List<String> detectors) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String[] pair = PAIRS[i % PAIRS.length];
            Map<String, Object> item = new LinkedHashMap<>(
                    Map.of("id", id + "-" + i, "model", "qwen-max", "prompt", pair[0], "response", pair[1]));
            if (!detectors.isEmpty()) {
                item.put("detectors", detectors);
            }
            items.add(item);
        }
        try {
            return Load.request(
                    "POST",
                    server.resolve("/api/v1/evaluations"),
                    "application/json",
                    JSON.writeValueAsBytes(Map.of("items", items)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
