package io.modelwatch.collector.textformat;

import io.modelwatch.collector.textformat.SampleView.LabelSpans;

/** Reads one {@code name="value"}. */
final class LabelReading {

    private static final int MOST_LABELS = 256;

    private LabelReading() {}

    /**
     * Adds it to the others.
     *
     * @param lenient whether blanks around the equals sign and line breaks in the value are fine
     */
    static void label(Scanner in, LabelSpans labels, boolean lenient) throws MalformedExpositionException {
        int nameStart = in.position();
        if (in.takeName(false) == 0) {
            throw in.expected("the name of a label or '}'");
        }
        int nameEnd = in.position();
        if (lenient) {
            in.skipBlanks();
        }
        if (!in.take('=')) {
            throw in.expected("'='");
        }
        if (lenient) {
            in.skipBlanks();
        }
        if (!in.take('"')) {
            throw in.expected("the quoted value of a label");
        }
        int valueStart = in.position();
        if (!in.takeQuoted(lenient)) {
            throw in.malformed("the value of a label does not end with '\"'");
        }
        int valueEnd = in.position() - 1;
        if (!in.isUtf8(valueStart, valueEnd)) {
            throw in.malformed("the value of a label is not valid UTF-8");
        }
        labels.add(nameStart, nameEnd, valueStart, valueEnd);
        if (labels.count() > MOST_LABELS) {
            throw in.malformed("there are more than " + MOST_LABELS + " labels");
        }
        if (labels.lastIsRepeated() || labels.is(labels.count() - 1, "__name__")) {
            throw in.malformed("the label '" + in.text(nameStart, nameEnd) + "' stands there twice");
        }
    }
}
