package io.modelwatch.collector.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the message {@code prometheus.WriteRequest} of remote write 1.0: series with their labels and samples. Metadata
 * and exemplars say nothing about values and are left out; native histograms are counted.
 */
final class WriteRequestReader {

    private static final int TIMESERIES = 1;
    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int HISTOGRAMS = 4;
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final String NAME = "__name__";

    /** One value, at milliseconds since 1970. */
    record Point(double value, long timestamp) {}

    /**
     * One series.
     *
     * @param name empty where it has none
     * @param labels without the name
     * @param histograms how many native histograms it has
     */
    record Series(String name, Map<String, String> labels, List<Point> points, int histograms) {}

    private WriteRequestReader() {}

    /**
     * Reads a whole message.
     *
     * @throws ProblemException 400 when it is no such message
     */
    static List<Series> read(byte[] message) {
        CodedInputStream in = CodedInputStream.newInstance(message);
        List<Series> all = new ArrayList<>();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, TIMESERIES)) {
                    int end = in.pushLimit(in.readRawVarint32());
                    all.add(series(in));
                    in.popLimit(end);
                } else {
                    skip(in, tag);
                }
            }
            return all;
        } catch (InvalidProtocolBufferException e) {
            throw Problem.of(
                            CommonProblem.MALFORMED_BODY,
                            "the body is not the message prometheus.WriteRequest: " + e.getMessage())
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Series series(CodedInputStream in) throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        List<Point> points = new ArrayList<>();
        int histograms = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, LABELS)) {
                int end = in.pushLimit(in.readRawVarint32());
                label(in, labels);
                in.popLimit(end);
            } else if (isMessage(tag, SAMPLES)) {
                int end = in.pushLimit(in.readRawVarint32());
                points.add(point(in));
                in.popLimit(end);
            } else {
                histograms += isMessage(tag, HISTOGRAMS) ? 1 : 0;
                skip(in, tag);
            }
        }
        String name = labels.remove(NAME);
        return new Series(name == null ? "" : name, labels, points, histograms);
    }

    private static void label(CodedInputStream in, Map<String, String> labels) throws IOException {
        String name = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, FIRST)) {
                name = in.readStringRequireUtf8();
            } else if (isMessage(tag, SECOND)) {
                value = in.readStringRequireUtf8();
            } else {
                skip(in, tag);
            }
        }
        labels.put(name, value);
    }

    private static Point point(CodedInputStream in) throws IOException {
        double value = 0;
        long timestamp = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (FIRST << 3 | WireFormat.WIRETYPE_FIXED64)) {
                value = in.readDouble();
            } else if (tag == (SECOND << 3 | WireFormat.WIRETYPE_VARINT)) {
                timestamp = in.readInt64();
            } else {
                skip(in, tag);
            }
        }
        return new Point(value, timestamp);
    }

    private static boolean isMessage(int tag, int field) {
        return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that has not begun");
        }
    }
}
