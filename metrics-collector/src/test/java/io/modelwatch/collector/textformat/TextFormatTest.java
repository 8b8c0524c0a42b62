package io.modelwatch.collector.textformat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {

    @Test
    void readsWhatARealProgramWrites() throws MalformedExpositionException {
        // When
        List<String> seen = read(TextFormat.PROMETHEUS, """
                # HELP vllm:kv_cache_usage_perc KV-cache usage. 1 means 100 percent usage.
                # TYPE vllm:kv_cache_usage_perc gauge
                vllm:kv_cache_usage_perc{engine="0",model_name="meta/llama \\"3\\" \\\\ 8b\\n"} 0.25

                # a free comment
                   # an indented one
                up{} 1 1763800000123
                down\t+Inf
                """);

        // Then
        assertEquals(
                List.of(
                        "vllm:kv_cache_usage_perc=GAUGE",
                        "vllm:kv_cache_usage_perc{engine=0, model_name=meta/llama \"3\" \\ 8b\n} 0.25 NaN",
                        "up{} 1.0 1.763800000123E9",
                        "down{} Infinity NaN"),
                seen);
    }

    @Test
    void openMetricsHasExemplarsAndSeconds() throws MalformedExpositionException {
        // Given
        List<SampleView.Exemplar> exemplars = new ArrayList<>();

        // When
        int samples = TextFormat.OPEN_METRICS.read(bytes("""
                # TYPE a counter
                a_total{b="c"} 17 1763800000.5 # {trace_id="t",span_id="s"} 0.5 1763800000.25
                a_created 3
                # EOF
                """), 10, sample -> exemplars.add(sample.exemplar()));

        // Then
        assertEquals(2, samples);
        assertNotNull(exemplars.getFirst());
        assertEquals("{trace_id=t, span_id=s}", exemplars.getFirst().labels().toString());
        assertEquals(0.5, exemplars.getFirst().value());
        assertEquals(1763800000.25, exemplars.getFirst().timestamp());
        assertNull(exemplars.getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1\r\n",
                "\uFEFFa 1\n",
                " a 1\n",
                "a 1 -5\n",
                "a 1 1.5\n",
                "a 1 9999999999999999999\n",
                "# TYPE a meh\n",
                "# TYPE a counter \n",
                "a{__name__=\"b\"} 1\n",
                "a{b=\"1\",b=\"2\"} 1\n",
                "a{b=\"1\",,c=\"2\"} 1\n",
                "a{b=\"1\n",
                "a{b=\"\\",
                "a{",
                "a",
                "a 0x1p3\n",
                "a 1_0\n",
                "a 1d\n",
                "a 1e999\n",
                "a 1 2 3\n",
                "a 1 # {x=\"y\"} 1\n",
                "a-b 1\n",
                "1a 1\n",
                "{} 1\n",
            })
    void prometheusTextIsRefusedAsAWhole(String text) {
        assertThrows(MalformedExpositionException.class, () -> read(TextFormat.PROMETHEUS, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a 1",
                "# HELP a\n",
                "# TYPE a gauge\n# TYPE a counter\n",
                "# odd",
                "#\n#x\n# HELPa b\n",
                "a{b=\"\\t\"} 1",
                "a{b=\"line\nbreak\"} 1",
                "a{b=\"1\" c=\"2\",} 1",
                "a { b = \"1\" } 1",
                "a{b=\"1\"}1",
                "a nan\nb -iNF\nc +Infinity\nd .5\ne 5.\nf 1e-400\n",
            })
    void whatPrometheusAcceptsIsAccepted(String text) {
        assertDoesNotThrow(() -> read(TextFormat.PROMETHEUS, text));
    }

    @Test
    void theLineIsNamed() {
        // When
        MalformedExpositionException e = assertThrows(
                MalformedExpositionException.class,
                () -> read(TextFormat.PROMETHEUS, "a 1\nb{c=\"x\ny\"} 2\n\nd oops\n"));

        // Then
        assertEquals(5, e.line());
        assertEquals("line 5: 'oops' is no number", e.getMessage());
    }

    @Test
    void moreSamplesThanAllowedAreRefused() {
        assertThrows(
                MalformedExpositionException.class,
                () -> TextFormat.PROMETHEUS.read(bytes("a 1\nb 2\nc 3\n"), 2, sample -> {}));
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain; version=0.0.4, PROMETHEUS",
        "application/openmetrics-text; version=1.0.0; charset=utf-8, OPEN_METRICS",
        "text/html, PROMETHEUS",
        ", PROMETHEUS",
    })
    void theFormatFollowsFromTheContentType(String contentType, TextFormat format) {
        assertEquals(format, TextFormat.of(contentType));
    }

    @Test
    void numbersAreReadAsJavaReadsThem_seed6() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            // Given
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt() / Math.pow(10, random.nextInt(12));
            String text = Double.isNaN(value) || Double.isInfinite(value) ? "0" : Double.toString(value);

            // When
            byte[] bytes = bytes(text);
            double read = Numbers.parse(bytes, 0, bytes.length).orElseThrow();

            // Then
            assertEquals(Double.parseDouble(text), read, text);
        }
    }

    @Test
    void brokenTextNeverDoesWorse_seed7() {
        Random random = new Random(7);
        byte[] good = bytes("# TYPE a counter\na_total{b=\"c\\n\",d=\"e\"} 17 1 # {x=\"y\"} 0.5 3\n# EOF\n");
        for (int i = 0; i < 50_000; i++) {
            // Given
            byte[] text = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }

            // Then
            for (TextFormat format : TextFormat.values()) {
                try {
                    format.read(text, 100, SampleView::labels);
                } catch (MalformedExpositionException e) {
                    assertTrue(e.line() >= 1);
                }
            }
        }
    }

    @Test
    void samplesThatNobodyAsksForCostNoMemory() throws MalformedExpositionException {
        // Given
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("metric_name{instance=\"10.0.0.")
                    .append(i)
                    .append(":9100\",job=\"node\"} ")
                    .append(i)
                    .append(".25\n");
        }
        byte[] bytes = bytes(text.toString());
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        TextFormat.PROMETHEUS.read(bytes, 100_000, sample -> {});

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        int samples = TextFormat.PROMETHEUS.read(bytes, 100_000, sample -> {});
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Then: an OptionalDouble a sample at most, which the compiler removes when warm
        assertEquals(20_000, samples);
        assertTrue(allocated < 20_000 * 40, () -> "allocated " + allocated);
    }

    private static List<String> read(TextFormat format, String text) throws MalformedExpositionException {
        List<String> seen = new ArrayList<>();
        format.read(bytes(text), 1000, new ExpositionHandler() {
            @Override
            public void sample(SampleView sample) {
                seen.add(sample.name() + sample.labels() + " " + sample.value() + " " + sample.timestamp());
            }

            @Override
            public void type(String family, FamilyType type) {
                seen.add(family + "=" + type);
            }
        });
        return seen;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
