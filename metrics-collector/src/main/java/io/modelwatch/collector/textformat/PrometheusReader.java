package io.modelwatch.collector.textformat;

import io.modelwatch.collector.textformat.SampleView.LabelSpans;
import java.util.OptionalDouble;

/** Reads Prometheus text 0.0.4. Not thread-safe. */
final class PrometheusReader {

    private static final double MILLIS = 1000;
    private static final int MOST_TIMESTAMP_DIGITS = 18;

    private final Scanner in;
    private final int mostSamples;
    private final ExpositionHandler handler;
    private final SampleView sample;
    private int samples;

    PrometheusReader(Scanner in, int mostSamples, ExpositionHandler handler) {
        this.in = in;
        this.mostSamples = mostSamples;
        this.handler = handler;
        this.sample = new SampleView(in.bytes());
    }

    int read() throws MalformedExpositionException {
        while (!in.atEnd()) {
            boolean indented = in.skipBlanks();
            switch (in.peek()) {
                case Scanner.END -> {}
                case '\n' -> in.takeLinebreak();
                case '#' -> comment();
                default -> {
                    if (indented) {
                        throw in.malformed("a sample must start at the beginning of its line");
                    }
                    sample();
                }
            }
        }
        return samples;
    }

    private void comment() throws MalformedExpositionException {
        in.skip();
        if (in.skipBlanks()) {
            if (takeKeyword("HELP")) {
                metadata(false);
            } else if (takeKeyword("TYPE")) {
                metadata(true);
            }
        }
        in.takeRestOfLine();
    }

    private boolean takeKeyword(String keyword) {
        return in.take(keyword) && in.skipBlanks();
    }

    private void metadata(boolean isType) throws MalformedExpositionException {
        int start = in.position();
        int length = in.takeName(true);
        if (length == 0) {
            throw in.expected("the name of a metric");
        }
        int afterName = in.position();
        in.takeRestOfLine();
        int end = in.position();
        int textStart = Math.min(afterName + 1, end);
        if (!isType) {
            if (!in.isUtf8(textStart, end)) {
                throw in.malformed("the help text is not valid UTF-8");
            }
            handler.help(in.text(start, start + length), in.text(textStart, end));
            return;
        }
        String word = in.text(textStart, end);
        FamilyType type = FamilyType.ofText(word);
        if (type == null) {
            throw in.malformed("'" + word + "' is no type; use counter, gauge, histogram, summary or untyped");
        }
        handler.type(in.text(start, start + length), type);
    }

    private void sample() throws MalformedExpositionException {
        int start = in.position();
        if (in.takeName(true) == 0) {
            throw in.expected("the name of a metric");
        }
        sample.start(start, in.position());
        in.skipBlanks();
        if (in.take('{')) {
            labels();
            in.skipBlanks();
        }
        int valueStart = in.position();
        if (in.takeWord('{', '\t') == 0) {
            throw in.expected("a value");
        }
        OptionalDouble value = Numbers.parse(in.bytes(), valueStart, in.position());
        if (value.isEmpty()) {
            throw in.malformed("'" + in.text(valueStart, in.position()) + "' is no number");
        }
        sample.value(value.getAsDouble());
        in.skipBlanks();
        if (in.peek() >= '0' && in.peek() <= '9') {
            timestamp();
            in.skipBlanks();
        }
        if (in.peek() == '\n') {
            in.takeLinebreak();
        } else if (!in.atEnd()) {
            throw in.expected("a timestamp in milliseconds or the end of the line");
        }
        if (++samples > mostSamples) {
            throw in.malformed("there are more than " + mostSamples + " samples");
        }
        handler.sample(sample);
    }

    private void timestamp() throws MalformedExpositionException {
        long millis = 0;
        int digits = 0;
        for (int next = in.peek(); next >= '0' && next <= '9'; next = in.peek()) {
            if (++digits > MOST_TIMESTAMP_DIGITS) {
                throw in.malformed("the timestamp is out of range");
            }
            millis = millis * 10 + (next - '0');
            in.skip();
        }
        sample.timestamp(millis / MILLIS);
    }

    /** A comma may be missing, and may stand at the end. */
    private void labels() throws MalformedExpositionException {
        LabelSpans labels = sample.labelSpans();
        in.skipBlanks();
        while (!in.take('}')) {
            LabelReading.label(in, labels, true);
            in.skipBlanks();
            if (in.take(',')) {
                in.skipBlanks();
            }
        }
    }
}
