package io.modelwatch.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeBodyTest {

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16 << 10, (16 << 10) + 1, 100_000})
    void whatWasSentIsReadPlainAndGzip(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        AtomicInteger told = new AtomicInteger();

        byte[] plain = WholeBody.read(new ByteArrayInputStream(bytes), null, 200_000, told::addAndGet);
        byte[] inflated = WholeBody.read(new ByteArrayInputStream(gzip(bytes)), "gzip", 200_000, count -> {});

        assertArrayEquals(bytes, plain);
        assertArrayEquals(bytes, inflated);
        assertEquals(length, told.get());
    }

    @Test
    void aBombIsGivenUpAtItsBound() throws IOException {
        byte[] bomb = gzip(new byte[10_000_000]);
        AtomicInteger told = new AtomicInteger();

        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> WholeBody.read(new ByteArrayInputStream(bomb), "gzip", 100_000, told::addAndGet));

        assertEquals(413, refused.problem().status());
        assertEquals(true, told.get() <= 100_000);
    }

    @Test
    void damagedGzipAndUnknownEncodingsAreTold() throws IOException {
        byte[] cut = Arrays.copyOf(gzip(new byte[1000]), 20);

        assertEquals(
                400,
                assertThrows(
                                ProblemException.class,
                                () -> WholeBody.read(new ByteArrayInputStream(cut), "gzip", 1000, count -> {}))
                        .problem()
                        .status());
        assertEquals(
                415,
                assertThrows(
                                ProblemException.class,
                                () -> WholeBody.read(new ByteArrayInputStream(cut), "br", 1000, count -> {}))
                        .problem()
                        .status());
    }
}
