package io.modelwatch.logindexer.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Fields;
import io.modelwatch.intake.RawRecord;
import io.modelwatch.logindexer.document.Cleaning;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.DocumentSettings;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Finishing;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.KeyedHash;
import io.modelwatch.redaction.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Prints what one record costs from its bytes to those of its document, with and without redaction, on one thread. */
final class RedactionCost {

    private static final int RECORDS = 2_000;
    private static final int ROUNDS = 30;
    private static final byte[] KEY = new byte[16];
    private static final DocumentSettings SETTINGS = new DocumentSettings(32 << 10, 1000);
    private static final DataStream STREAM = DataStream.llm("cost");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String PROSE = "The service answered the question about the connection pool of the database"
            + " and told the user which of the settings should be changed first. ";
    private static final String CHINESE = "数据库连接池的大小应当按照并发请求的数量来设置,超时以后请求会被拒绝并记录日志。";

    private RedactionCost() {}

    public static void main(String[] arguments) {
        Cleaning cleaning = new DocumentRedaction(
                new FieldPolicy(Map.of(), FieldAction.REDACT), Policy.DEFAULT, KEY, findings -> {});
        Map<String, List<byte[]>> kinds = Map.of(
                "log line of a shipper", records(RedactionCost::logLine),
                "request record with texts", records(RedactionCost::requestRecord));
        for (Map.Entry<String, List<byte[]>> kind : kinds.entrySet()) {
            double without = micros(kind.getValue(), Cleaning.NONE);
            double with = micros(kind.getValue(), cleaning);
            System.out.printf("%-34s %6.1f us a record, %6.1f with redaction%n", kind.getKey(), without, with);
        }
    }

    private interface Maker {
        String record(Random random, int number);
    }

    private static List<byte[]> records(Maker maker) {
        Random random = new Random(5);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(maker.record(random, i).getBytes(UTF_8));
        }
        return records;
    }

    private static String logLine(Random random, int number) {
        return "{\"@timestamp\":\"2026-11-24T10:00:00.123Z\",\"log.level\":\"info\",\"host\":{\"name\":\"node-"
                + random.nextInt(9) + "\",\"os\":{\"family\":\"debian\"}},\"process\":{\"pid\":" + random.nextInt(60000)
                + "},\"service.name\":\"gateway\",\"trace.id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"message\":\"request "
                + number + " of user " + random.nextInt(100000) + " done in " + random.nextInt(5000) + " ms: "
                + (PROSE + PROSE + PROSE + PROSE).substring(0, 560)
                + (random.nextInt(20) == 0 ? " mail ann.example@example.org" : "") + "\",\"tags\":[\"a\",\"b\"]}";
    }

    private static String requestRecord(Random random, int number) {
        return "{\"request_id\":\"req-" + number + "\",\"timestamp\":\"2026-11-24T10:00:00.123Z\",\"model\":\"gpt-4o\","
                + "\"status\":\"success\",\"service\":\"chat\",\"user_id\":\"u" + random.nextInt(1000)
                + "\",\"input_tokens\":" + random.nextInt(1000) + ",\"output_tokens\":" + random.nextInt(1000)
                + ",\"latency_ms\":812.5,\"ttft_ms\":101,\"cost_usd\":0.002,\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
                + "\"prompt\":\"" + (random.nextBoolean() ? PROSE : CHINESE) + "\",\"response\":\"" + PROSE + PROSE
                + CHINESE
                + (random.nextInt(20) == 0 ? "手机13812345678" : "")
                + "\",\"extra\":{\"gpu\":\"A100\",\"region\":\"eu-1\"}}";
    }

    private static double micros(List<byte[]> records, Cleaning cleaning) {
        Finishing finishing = new Finishing(SETTINGS, cleaning);
        DocumentMapper ofRecords = new DocumentMapper(SETTINGS, STREAM);
        EcsMapper ecs = new EcsMapper(SETTINGS, STREAM);
        double best = Double.MAX_VALUE;
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (byte[] record : records) {
                Identities identities = new Identities(KeyedHash.of(KEY), cleaning);
                Fields fields = Fields.parse(new RawRecord(0, record, null));
                ObjectNode source = fields.record();
                bytes += finishing
                        .finish(
                                source.has("message")
                                        ? ecs.map(source, null, "d", NOW, identities)
                                        : ofRecords.map(fields, NOW, identities))
                        .json()
                        .length;
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e3 / records.size());
        }
        if (bytes == 0) {
            throw new IllegalStateException("nothing was mapped");
        }
        return best;
    }
}
