package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BulkLinesTest {

    private static List<String> lines(InputStream body, String encoding, long maxBody, int maxLine) {
        List<String> lines = new ArrayList<>();
        try (BulkLines reader = BulkLines.open(body, encoding, maxBody, maxLine)) {
            BulkLines.Line line;
            while ((line = reader.next()) != null) {
                lines.add((line.tooLong() ? "too long" : new String(line.bytes(), UTF_8))
                        + (line.terminated() ? "|" : ""));
            }
        }
        return lines;
    }

    private static List<String> lines(String body) {
        return lines(new ByteArrayInputStream(body.getBytes(UTF_8)), null, 1 << 20, 100);
    }

    @Test
    void linesAreCutAtLineFeedsAndLoseTheirCarriageReturn() {
        assertEquals(List.of("a|", "|", "b|", "c"), lines("a\n\nb\r\nc"));
        assertEquals(List.of(), lines(""));
        assertEquals(List.of("|"), lines("\n"));
    }

    @Test
    void aLineThatIsTooLongCostsNoOther() {
        assertEquals(List.of("a|", "too long|", "b|"), lines("a\n" + "x".repeat(200_000) + "\nb\n"));
        assertEquals(List.of("x".repeat(100) + "|"), lines("x".repeat(100) + "\n"));
        assertEquals(List.of("too long|"), lines("x".repeat(101) + "\n"));
    }

    @Test
    void aBodyBeyondItsBoundIsRefusedWhileItIsInflated() throws IOException {
        byte[] bomb = gzip(new byte[50 << 20]);

        ElasticException refused =
                assertThrows(ElasticException.class, () -> lines(new ByteArrayInputStream(bomb), "gzip", 1 << 20, 100));

        assertEquals(413, refused.error().status());
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] whole = gzip("a\nb\n".getBytes(UTF_8));

        for (int length : new int[] {0, 5, whole.length - 3}) {
            ElasticException refused = assertThrows(
                    ElasticException.class,
                    () -> lines(new ByteArrayInputStream(whole, 0, length), "gzip", 1 << 20, 100));
            assertEquals(400, refused.error().status());
        }
        assertEquals(List.of("a|", "b|"), lines(new ByteArrayInputStream(whole), "GZIP", 1 << 20, 100));
        assertEquals(
                415,
                assertThrows(ElasticException.class, () -> lines(new ByteArrayInputStream(whole), "br", 1 << 20, 100))
                        .error()
                        .status());
    }

    @Test
    void readInPiecesOfAnySizeTheLinesAreTheSameSeed7() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(2000); i > 0; i--) {
                text.append("ab\n\r好".charAt(random.nextInt(5)));
            }
            byte[] body = text.toString().getBytes(UTF_8);
            InputStream pieces = new ByteArrayInputStream(body) {
                @Override
                public synchronized int read(byte[] into, int offset, int length) {
                    return super.read(into, offset, 1 + random.nextInt(Math.min(length, 50)));
                }
            };
            List<String> expected = new ArrayList<>();
            String[] parts = text.toString().split("\n", -1);
            for (int i = 0; i < parts.length - 1; i++) {
                expected.add((parts[i].endsWith("\r") ? parts[i].substring(0, parts[i].length() - 1) : parts[i]) + "|");
            }
            if (!parts[parts.length - 1].isEmpty()) {
                expected.add(parts[parts.length - 1]);
            }

            assertEquals(expected, lines(pieces, null, 1 << 20, 1 << 20));
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
