package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private FakeServices services;
    private WebhookSink sink;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
        sink = WebhookSink.start(0);
        services.webhook = sink.url();
    }

    @AfterEach
    void stop() {
        sink.close();
        services.close();
    }

    @Test
    void playsThreePhasesAndIsCompleteWhenAllArrived() {
        int exit = run(fast());

        assertEquals(Demo.COMPLETE, exit, printed());
        assertEquals(344, services.records.size());
        assertTrue(services.contentTypes.containsAll(List.of("object", "array", "lines")));
        assertTrue(services.gzipped > 0);
        assertTrue(services.samples.containsAll(
                List.of("gpu_utilization", "gpu_memory_used", "model_accuracy", "user_satisfaction")));
        for (String expected : List.of(
                "normal", "incident", "recovery", "HighErrorRate", "severe at worst", "All figures are there")) {
            assertTrue(printed().contains(expected), expected + " in " + printed());
        }
    }

    @Test
    void sameSeedSendsTheSameRecords() {
        services.silent = true;
        run(fast().withPatience(1));
        List<String> first = withoutTimes();
        services.records.clear();
        run(fast().withPatience(1));

        assertEquals(first, withoutTimes());
    }

    @Test
    void isIncompleteWhenDocumentsAreLost() {
        services.lost = 3;

        assertEquals(Demo.INCOMPLETE, run(fast().withPatience(1)));
        assertTrue(printed().contains("documents: 341 in Elasticsearch, 344 were accepted"), printed());
    }

    @Test
    void isIncompleteWhenNoAlertFires() {
        services.silent = true;

        assertEquals(Demo.INCOMPLETE, run(fast().withPatience(1)));
        assertTrue(printed().contains("- alerts: none fired"), printed());
    }

    @Test
    void isIncompleteWithoutADriftVerdict() {
        services.blind = true;

        assertEquals(Demo.INCOMPLETE, run(fast().withPatience(1)));
        assertTrue(printed().contains("- drift: no verdict"), printed());
        assertTrue(printed().contains("too few evaluations"), printed());
    }

    @Test
    void isIncompleteWhenAServiceTakesBadRecords() {
        services.lenient = true;

        assertEquals(Demo.INCOMPLETE, run(fast()));
        assertTrue(printed().contains("broken on purpose, 0 were rejected"), printed());
    }

    @Test
    void getsThroughWhileTheServiceIsOverloaded() {
        services.refuse = 5;

        assertEquals(Demo.COMPLETE, run(fast()), printed());
        assertTrue(printed().contains("5 sent again after a 503"), printed());
    }

    @Test
    void replaysFilesWithoutExpectingAnIncident() throws IOException {
        services.silent = true;
        Path file = folder.resolve("faq.jsonl");
        Files.writeString(
                file,
                IntStream.range(0, 500)
                        .mapToObj(i -> "{\"question\":\"what is " + i + "?\",\"answer\":\"a number\"}")
                        .collect(Collectors.joining("\n", "not json\n", "\nnor this\n")));

        int exit = run(new Options("replay-1", 1, 0, 20, 5, List.of(file)));

        assertEquals(Demo.COMPLETE, exit, printed());
        assertEquals(500, services.records.size());
        assertEquals(0, services.samplesPosted);
        assertTrue(printed().contains("2 lines left out: faq.jsonl line 1: no JSON"), printed());
        assertTrue(services.records.values().stream()
                .allMatch(record -> record.path("model").asText().equals("replay")));
        assertTrue(printed().contains("second half"), printed());
        assertTrue(printed().contains("502 lines of faq"), printed());
    }

    @Test
    void saysWhichPathCannotBeReplayed() {
        int exit = run(new Options("replay-1", 1, 0, 20, 5, List.of(folder.resolve("nowhere"))));

        assertEquals(Demo.FAILED, exit);
        assertTrue(printed().contains("nowhere: no such file or folder"), printed());
    }

    private static Options fast() {
        return new Options("demo-1", 42, 4, 100, 20, List.of());
    }

    private int run(Options options) {
        return Demo.run(services.endpoints(), sink, options, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<String> withoutTimes() {
        return services.records.values().stream()
                .map(record -> record.deepCopy().without("timestamp").toString())
                .sorted()
                .toList();
    }
}
