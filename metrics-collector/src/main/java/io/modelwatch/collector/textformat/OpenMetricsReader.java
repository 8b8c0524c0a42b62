package io.modelwatch.collector.textformat;

import io.modelwatch.collector.textformat.SampleView.LabelSpans;
import java.util.OptionalDouble;

/** Reads OpenMetrics 1.0: one blank between parts, no empty lines, {@code # EOF} at the end. Not thread-safe. */
final class OpenMetricsReader {

    private final Scanner in;
    private final int mostSamples;
    private final ExpositionHandler handler;
    private final SampleView sample;
    private int samples;

    OpenMetricsReader(Scanner in, int mostSamples, ExpositionHandler handler) {
        this.in = in;
        this.mostSamples = mostSamples;
        this.handler = handler;
        this.sample = new SampleView(in.bytes());
    }

    int read() throws MalformedExpositionException {
        while (!in.atEnd()) {
            if (in.peek() != '#') {
                sample();
            } else if (in.take("# EOF")) {
                if (in.peek() == '\n') {
                    in.takeLinebreak();
                }
                if (!in.atEnd()) {
                    throw in.expected("nothing after # EOF");
                }
                return samples;
            } else {
                metadata();
            }
        }
        throw in.malformed("the exposition does not end with # EOF");
    }

    private void metadata() throws MalformedExpositionException {
        boolean isType = in.take("# TYPE ");
        boolean isUnit = !isType && in.take("# UNIT ");
        if (!isType && !isUnit && !in.take("# HELP ")) {
            throw in.malformed("a comment must be # HELP, # TYPE, # UNIT or # EOF");
        }
        int start = in.position();
        int length = in.takeName(true);
        if (length == 0) {
            throw in.expected("the name of a metric");
        }
        if (!in.take(' ')) {
            throw in.expected("one blank and a text");
        }
        int textStart = in.position();
        in.takeRestOfLine();
        int textEnd = in.position();
        if (in.atEnd()) {
            throw in.malformed("the exposition does not end with # EOF");
        }
        if (!in.isUtf8(textStart, textEnd)) {
            throw in.malformed("the text is not valid UTF-8");
        }
        String name = in.text(start, start + length);
        if (isType) {
            type(name, in.text(textStart, textEnd));
        } else if (isUnit && textEnd > textStart && !name.endsWith("_" + in.text(textStart, textEnd))) {
            throw in.malformed("the name '" + name + "' does not end with its unit");
        }
        in.takeLinebreak();
    }

    private void type(String family, String word) throws MalformedExpositionException {
        FamilyType type = FamilyType.ofOpenMetrics(word);
        if (type == null) {
            throw in.malformed("'" + word + "' is no type");
        }
        handler.type(family, type);
    }

    private void sample() throws MalformedExpositionException {
        int start = in.position();
        if (in.takeName(true) == 0) {
            throw in.expected("the name of a metric or a comment");
        }
        sample.start(start, in.position());
        if (in.take('{')) {
            labels(sample.labelSpans());
        }
        sample.value(number("a value"));
        boolean exemplar = in.take(" # {");
        if (!exemplar && in.peek() == ' ') {
            sample.timestamp(timestamp());
            exemplar = in.take(" # {");
        }
        if (exemplar) {
            exemplar();
        }
        if (in.peek() != '\n') {
            throw in.expected("the end of the line");
        }
        in.takeLinebreak();
        if (++samples > mostSamples) {
            throw in.malformed("there are more than " + mostSamples + " samples");
        }
        handler.sample(sample);
    }

    private void exemplar() throws MalformedExpositionException {
        if (!sample.nameEndsWith("_total") && !sample.nameEndsWith("_bucket")) {
            throw in.malformed("only counters and buckets may have an exemplar");
        }
        labels(sample.exemplarLabelSpans());
        sample.exemplar(number("the value of the exemplar"));
        if (in.peek() == ' ') {
            sample.exemplarTimestamp(timestamp());
        }
    }

    private void labels(LabelSpans labels) throws MalformedExpositionException {
        if (in.take('}')) {
            return;
        }
        do {
            LabelReading.label(in, labels, false);
        } while (in.take(','));
        if (!in.take('}')) {
            throw in.expected("',' or '}'");
        }
    }

    private double number(String what) throws MalformedExpositionException {
        int start = in.position() + 1;
        if (!in.take(' ') || in.takeWord('\n', '\n') == 0) {
            throw in.expected("one blank and " + what);
        }
        OptionalDouble number = Numbers.parse(in.bytes(), start, in.position());
        if (number.isEmpty()) {
            throw in.malformed("'" + in.text(start, in.position()) + "' is no number");
        }
        return number.getAsDouble();
    }

    private double timestamp() throws MalformedExpositionException {
        double seconds = number("a timestamp in seconds");
        if (!Double.isFinite(seconds)) {
            throw in.malformed("a timestamp must be finite");
        }
        return seconds;
    }
}
