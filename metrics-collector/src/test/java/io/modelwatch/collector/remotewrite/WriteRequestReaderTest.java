package io.modelwatch.collector.remotewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedOutputStream;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Point;
import io.modelwatch.collector.remotewrite.WriteRequestReader.Series;
import io.modelwatch.intake.ProblemException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteRequestReaderTest {

    private interface Fields {
        void to(CodedOutputStream out) throws IOException;
    }

    @Test
    void seriesWithLabelsAndSamplesAreRead() throws IOException {
        // Given: metadata (3), a series with an exemplar (3) and a native histogram (4), one without a name
        byte[] message = message(out -> {
            out.writeByteArray(3, message(metadata -> metadata.writeString(2, "up")));
            out.writeByteArray(1, message(series -> {
                series.writeByteArray(1, label("__name__", "up"));
                series.writeByteArray(1, label("job", "引擎"));
                series.writeByteArray(2, sample(1.5, 1_795_334_400_000L));
                series.writeByteArray(3, sample(1, 1));
                series.writeByteArray(4, new byte[0]);
            }));
            out.writeByteArray(1, message(series -> series.writeByteArray(2, sample(-2, 7))));
        });

        // When
        List<Series> series = WriteRequestReader.read(message);

        // Then
        assertEquals(
                List.of(
                        new Series("up", Map.of("job", "引擎"), List.of(new Point(1.5, 1_795_334_400_000L)), 1),
                        new Series("", Map.of(), List.of(new Point(-2, 7)), 0)),
                series);
    }

    @Test
    void everyDamagedMessageIsABadRequest() throws IOException {
        // Given
        byte[] good = message(out -> out.writeByteArray(1, message(series -> {
            series.writeByteArray(1, label("__name__", "a_metric"));
            series.writeByteArray(2, sample(1, 1));
        })));
        Random random = new Random(7);

        // When, Then
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                WriteRequestReader.read(damaged);
            } catch (ProblemException e) {
                assertEquals(400, e.problem().status());
            }
        }
    }

    @Test
    void aBlockOfSnappyIsInflatedAndNeverBeyondItsBound() {
        // Given
        byte[] text = "llama ".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] block = block(text);

        // When, Then
        assertArrayEquals(text, SnappyBlock.inflate(block, text.length));
        assertEquals(
                413,
                assertThrows(ProblemException.class, () -> SnappyBlock.inflate(block, text.length - 1L))
                        .problem()
                        .status());
        // It says to hold less than it unfolds to.
        byte[] lying = block.clone();
        lying[0] = (byte) (lying[0] & 0x80 | 1);
        assertEquals(
                400,
                assertThrows(ProblemException.class, () -> SnappyBlock.inflate(lying, 1 << 20))
                        .problem()
                        .status());
    }

    @Test
    void everyDamagedBlockIsABadRequestOrSaysToBeTooLarge() {
        // Given
        byte[] good = block(
                "abcabcabcabcabcabcabcabc0123456789".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Random random = new Random(11);

        // When, Then
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 1));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                SnappyBlock.inflate(damaged, 1 << 20);
            } catch (ProblemException e) {
                assertEquals(4, e.problem().status() / 100);
            }
        }
    }

    private static byte[] block(byte[] bytes) {
        ByteBuf out = Unpooled.buffer();
        new Snappy().encode(Unpooled.wrappedBuffer(bytes), out, bytes.length);
        byte[] block = new byte[out.readableBytes()];
        out.readBytes(block);
        return block;
    }

    private static byte[] label(String name, String value) throws IOException {
        return message(label -> {
            label.writeString(1, name);
            label.writeString(2, value);
        });
    }

    private static byte[] sample(double value, long timestamp) throws IOException {
        return message(sample -> {
            sample.writeDouble(1, value);
            sample.writeInt64(2, timestamp);
        });
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.to(out);
        out.flush();
        return bytes.toByteArray();
    }
}
