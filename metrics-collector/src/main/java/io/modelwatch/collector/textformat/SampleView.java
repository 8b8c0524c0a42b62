package io.modelwatch.collector.textformat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sample as it stands in the text; text is made only of what is asked for. */
public final class SampleView {

    private static final int USUAL_LABELS = 16;

    private final byte[] bytes;
    private final LabelSpans labels;
    private final LabelSpans exemplarLabels;
    private int nameStart;
    private int nameEnd;
    private String name = "";
    private double value;
    private double timestamp;
    private boolean hasExemplar;
    private double exemplarValue;
    private double exemplarTimestamp;

    SampleView(byte[] bytes) {
        this.bytes = bytes;
        this.labels = new LabelSpans(bytes, USUAL_LABELS);
        this.exemplarLabels = new LabelSpans(bytes, 2);
    }

    void start(int start, int end) {
        nameStart = start;
        nameEnd = end;
        labels.clear();
        exemplarLabels.clear();
        timestamp = Double.NaN;
        exemplarTimestamp = Double.NaN;
        hasExemplar = false;
    }

    LabelSpans labelSpans() {
        return labels;
    }

    LabelSpans exemplarLabelSpans() {
        return exemplarLabels;
    }

    void value(double newValue) {
        value = newValue;
    }

    void timestamp(double seconds) {
        timestamp = seconds;
    }

    void exemplar(double newValue) {
        hasExemplar = true;
        exemplarValue = newValue;
    }

    void exemplarTimestamp(double seconds) {
        exemplarTimestamp = seconds;
    }

    boolean nameEndsWith(String suffix) {
        int length = suffix.length();
        if (nameEnd - nameStart < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[nameEnd - length + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The metric's name; the same object again for samples of the same name in a row. */
    public String name() {
        int length = nameEnd - nameStart;
        if (name.length() == length && sameName(length)) {
            return name;
        }
        name = new String(bytes, nameStart, length, StandardCharsets.ISO_8859_1);
        return name;
    }

    private boolean sameName(int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[nameStart + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public int labelCount() {
        return labels.count();
    }

    public String labelName(int index) {
        return labels.name(index);
    }

    public String labelValue(int index) {
        return labels.value(index);
    }

    /** The value of a label, null where there is no such label. */
    public @Nullable String label(String wanted) {
        int index = labels.indexOf(wanted);
        return index < 0 ? null : labels.value(index);
    }

    /** All labels in their order. */
    public Map<String, String> labels() {
        return labels.toMap();
    }

    public double value() {
        return value;
    }

    /** Seconds since 1970, not a number where there is none. */
    public double timestamp() {
        return timestamp;
    }

    public @Nullable Exemplar exemplar() {
        return hasExemplar ? new Exemplar(exemplarLabels.toMap(), exemplarValue, exemplarTimestamp) : null;
    }

    /**
     * An example of what went into a sample.
     *
     * @param timestamp seconds since 1970, not a number where there is none
     */
    public record Exemplar(Map<String, String> labels, double value, double timestamp) {}

    /** Where names and values of labels stand. */
    static final class LabelSpans {

        private static final int FIELDS = 4;
        private static final int VALUE_START = 2;
        private static final int VALUE_END = 3;

        private final byte[] bytes;
        private int[] spans;
        private int count;

        LabelSpans(byte[] bytes, int usual) {
            this.bytes = bytes;
            this.spans = new int[usual * FIELDS];
        }

        void clear() {
            count = 0;
        }

        void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
            if ((count + 1) * FIELDS > spans.length) {
                spans = Arrays.copyOf(spans, spans.length * 2);
            }
            int at = count++ * FIELDS;
            spans[at] = nameStart;
            spans[at + 1] = nameEnd;
            spans[at + VALUE_START] = valueStart;
            spans[at + VALUE_END] = valueEnd;
        }

        int count() {
            return count;
        }

        /** Whether the label added last has a name that was there before. */
        boolean lastIsRepeated() {
            int last = (count - 1) * FIELDS;
            for (int at = 0; at < last; at += FIELDS) {
                if (Arrays.equals(bytes, spans[at], spans[at + 1], bytes, spans[last], spans[last + 1])) {
                    return true;
                }
            }
            return false;
        }

        int indexOf(String name) {
            for (int i = 0; i < count; i++) {
                if (is(i, name)) {
                    return i;
                }
            }
            return -1;
        }

        boolean is(int index, String name) {
            int start = spans[index * FIELDS];
            if (spans[index * FIELDS + 1] - start != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (bytes[start + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        String name(int index) {
            int at = index * FIELDS;
            return new String(bytes, spans[at], spans[at + 1] - spans[at], StandardCharsets.ISO_8859_1);
        }

        String value(int index) {
            int at = index * FIELDS;
            int start = spans[at + VALUE_START];
            int end = spans[at + VALUE_END];
            String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
        }

        /** An escape that nobody knows stays as it stands. */
        private static String unescaped(String raw) {
            StringBuilder text = new StringBuilder(raw.length());
            for (int i = 0; i < raw.length(); i++) {
                char c = raw.charAt(i);
                char next = c == '\\' && i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
                switch (next) {
                    case '\\', '"' -> {
                        text.append(next);
                        i++;
                    }
                    case 'n' -> {
                        text.append('\n');
                        i++;
                    }
                    default -> text.append(c);
                }
            }
            return text.toString();
        }

        Map<String, String> toMap() {
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                map.put(name(i), value(i));
            }
            return map;
        }
    }
}
