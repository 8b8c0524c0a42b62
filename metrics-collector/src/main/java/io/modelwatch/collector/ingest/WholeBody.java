package io.modelwatch.collector.ingest;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A whole body in memory, inflated and bounded. */
public final class WholeBody {

    private static final int CHUNK_BYTES = 16 << 10;

    private WholeBody() {}

    /**
     * Reads to the end.
     *
     * @param share grows with what is read
     * @throws ProblemException 413, 415 or 400; 503 when there is no room for it
     */
    public static byte[] read(
            InputStream body, @Nullable String contentEncoding, long maxBytes, InFlightBudget.Share share) {
        try {
            InputStream in = inflating(body, contentEncoding);
            ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                if (out.size() + count > maxBytes) {
                    throw Problem.of(
                                    CommonProblem.BODY_TOO_LARGE,
                                    "a body may have at most " + maxBytes + " bytes, inflated")
                            .asException();
                }
                share.grow(count);
                out.write(chunk, 0, count);
            }
            return out.toByteArray();
        } catch (ZipException | EOFException e) {
            throw Problem.of(CommonProblem.MALFORMED_BODY, "the gzip stream is damaged or cut off")
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream inflating(InputStream body, @Nullable String contentEncoding) throws IOException {
        String encoding = contentEncoding == null ? "" : contentEncoding.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body, CHUNK_BYTES);
            default ->
                throw Problem.of(
                                CommonProblem.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Encoding '" + encoding + "' is not supported; use gzip or none")
                        .asException();
        };
    }
}
