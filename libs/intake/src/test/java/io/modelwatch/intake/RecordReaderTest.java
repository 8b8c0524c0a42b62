package io.modelwatch.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final Limits SMALL = new Limits(4_000, 100, 10, 8);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void bareObjectIsOneRecordAndNoBatch() {
        RecordReader reader = open("  {\"a\":\"}]{\\\"\",\"b\":[1,{}]} \n");

        assertEquals(List.of("{\"a\":\"}]{\\\"\",\"b\":[1,{}]}"), texts(reader));
        assertFalse(reader.batch());
    }

    @Test
    void arrayIsCutIntoItsElements() {
        RecordReader reader = open("[ {\"a\":1} ,\n{\"b\":[\",\",2]},3 , \"x,]\" ]");

        assertEquals(
                List.of("{\"a\":1}", "{\"b\":[\",\",2]}", "3", "\"x,]\""),
                texts(reader).stream().map(String::strip).toList());
        assertTrue(reader.batch());
    }

    @Test
    void emptyArrayHasNoRecords() {
        assertEquals(List.of(), texts(open("[]")));
    }

    @Test
    void linesAreRecordsAndBlankLinesAreNot() {
        RecordReader reader =
                RecordReader.open(stream("{\"a\":1}\r\n\n{\"b\":2}"), "application/x-ndjson", null, SMALL);

        assertEquals(
                List.of("{\"a\":1}", "{\"b\":2}"),
                texts(reader).stream().map(String::strip).toList());
        assertTrue(reader.batch());
    }

    @Test
    void objectsOneAfterTheOtherAreLinesWhateverTheContentTypeSays() {
        RecordReader reader = open("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");

        assertEquals(List.of("{\"a\":1}", "{\"b\":2}", "{\"c\":3}"), texts(reader));
        assertTrue(reader.batch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"items\":[{\"a\":1},{\"b\":2}]}", " { \"items\" : [ {\"a\":1},{\"b\":2}] } "})
    void envelopeIsTakenOff(String body) {
        RecordReader reader = RecordReader.open(stream(body), "application/json", null, SMALL, "items");

        assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), texts(reader));
        assertTrue(reader.batch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"item\":[1]}", "{\"items\":{}}", "{\"itemsandmore\":[1]}", "{}"})
    void anObjectThatIsNoEnvelopeIsARecord(String body) {
        RecordReader reader = RecordReader.open(stream(body), "application/json", null, SMALL, "items");

        assertEquals(List.of(body), texts(reader));
        assertFalse(reader.batch());
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertEquals(List.of("{}"), texts(open("\uFEFF{}")));
    }

    @Test
    void recordThatIsTooLongDoesNotCostItsNeighbours() {
        String large = "{\"a\":\"" + "x".repeat(200) + "\"}";
        for (String body : List.of("[{\"i\":0}," + large + ",{\"i\":2}]", "{\"i\":0}\n" + large + "\n{\"i\":2}\n")) {
            List<RawRecord> records = records(open(body));

            assertEquals(3, records.size());
            assertEquals("{\"i\":0}", text(records.get(0)));
            Problem problem = records.get(1).problem();
            assertNotNull(problem);
            assertEquals(413, problem.status());
            assertEquals(1, problem.record());
            assertEquals("{\"i\":2}", text(records.get(2)));
        }
    }

    @Test
    void recordThatIsBrokenInsideDoesNotCostItsNeighbours() {
        List<RawRecord> records = records(open("[{\"i\":0},{\"a\":,},{\"i\":2}]"));

        assertEquals("{\"i\":0}", text(records.get(0)));
        assertThrows(ProblemException.class, () -> Fields.parse(records.get(1)));
        assertEquals("{\"i\":2}", text(records.get(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``           | the body is empty",
                "x            | must start with",
                "[{}          | ends inside record 0",
                "[{},         | ends after 1 records",
                "[{           | ends inside record 0",
                "[{},]        | comma before its end",
                "[{}] x       | after the end of the array",
                "{\"a\":      | ends inside its object",
            })
    void brokenStructureIsA400ThatSaysWhere(String body, String reason) {
        ProblemException refused = assertThrows(ProblemException.class, () -> records(open(body)));

        assertEquals(400, refused.problem().status());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void elementsWithoutACommaBetweenThemAreOneBrokenRecord() {
        RawRecord record = records(open("[{} {}]")).getFirst();

        assertThrows(ProblemException.class, () -> Fields.parse(record));
    }

    @Test
    void bodyIsBoundedAfterInflating() throws IOException {
        byte[] bomb = gzip(" ".repeat(1 << 20).getBytes(UTF_8));

        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> records(RecordReader.open(new ByteArrayInputStream(bomb), "application/json", "gzip", SMALL)));

        assertEquals(413, refused.problem().status());
    }

    @Test
    void gzipIsInflated() throws IOException {
        byte[] body = gzip("[{\"a\":1}]".getBytes(UTF_8));

        assertEquals(
                List.of("{\"a\":1}"),
                texts(RecordReader.open(new ByteArrayInputStream(body), "application/json", "GZIP", SMALL)));
    }

    @Test
    void gzipThatIsCutOffIsA400() throws IOException {
        byte[] whole = gzip("[{\"a\":1}]".getBytes(UTF_8));
        for (int length = 0; length < whole.length - 8; length++) {
            byte[] half = Arrays.copyOf(whole, length);

            ProblemException refused = assertThrows(
                    ProblemException.class,
                    () -> records(
                            RecordReader.open(new ByteArrayInputStream(half), "application/json", "gzip", SMALL)));

            assertEquals(400, refused.problem().status());
        }
    }

    @Test
    void unknownEncodingIsA415() {
        ProblemException refused = assertThrows(
                ProblemException.class, () -> RecordReader.open(stream("{}"), "application/json", "br", SMALL));

        assertEquals(415, refused.problem().status());
    }

    @Test
    void tooManyRecordsAreA413() {
        String body = "[" + "{},".repeat(10) + "{}]";

        ProblemException refused = assertThrows(ProblemException.class, () -> records(open(body)));

        assertEquals(413, refused.problem().status());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyShapeYieldsTheSameRecords(long seed) throws IOException {
        Random random = new Random(seed);
        Limits limits = new Limits(1 << 24, 1 << 20, 1_000, 64);
        List<JsonNode> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(randomObject(random, 4));
        }
        List<String> lines = values.stream().map(JsonNode::toString).toList();

        for (String body : List.of(
                "[" + String.join(",", lines) + "]",
                String.join("\n", lines),
                "{\"items\":[" + String.join(" , ", lines) + "]}",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values))) {
            List<JsonNode> read = new ArrayList<>();
            for (RawRecord record :
                    records(RecordReader.open(new Trickle(body, random), "application/json", null, limits, "items"))) {
                read.add(JSON.readTree(record.json()));
            }

            assertEquals(values, read);
        }
    }

    private static JsonNode randomObject(Random random, int depth) {
        var object = JSON.createObjectNode();
        String[] texts = {"", "plain", "中文,文本", "quote\"", "back\\slash\\\"", "{[,]}", "tab\t\n", "😀"};
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = texts[random.nextInt(texts.length)] + i;
            switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> object.put(name, random.nextInt());
                case 1 -> object.put(name, texts[random.nextInt(texts.length)]);
                case 2 -> object.putNull(name);
                case 3 -> object.set(name, randomObject(random, depth - 1));
                default ->
                    object.putArray(name).add(randomObject(random, depth - 1)).add("]");
            }
        }
        return object;
    }

    /** Delivers a few bytes at a time, as a network does. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Random random;

        Trickle(String body, Random random) {
            this.bytes = new ByteArrayInputStream(body.getBytes(UTF_8));
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, Math.min(length, 1 + random.nextInt(50)));
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static RecordReader open(String body) {
        return RecordReader.open(stream(body), "application/json", null, SMALL);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(UTF_8));
    }

    private static List<RawRecord> records(RecordReader reader) {
        List<RawRecord> records = new ArrayList<>();
        for (RawRecord record = reader.next(); record != null; record = reader.next()) {
            records.add(record);
        }
        return records;
    }

    private static List<String> texts(RecordReader reader) {
        return records(reader).stream().map(RecordReaderTest::text).collect(Collectors.toList());
    }

    private static String text(RawRecord record) {
        return new String(record.json(), UTF_8);
    }
}
