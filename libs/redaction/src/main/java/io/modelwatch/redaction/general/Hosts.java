package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.Subject;

/** Host names with at least two labels. */
final class Hosts {

    private Hosts() {}

    /** The end of the host name that starts at {@code start}, or -1; its last label is alphabetic or Punycode. */
    static int end(Subject subject, int start, int limit) {
        int i = start;
        int labelStart = start;
        int end = -1;
        while (i < limit) {
            char c = subject.at(i);
            if (Chars.isAlphanumeric(c) || (c == '-' && i > labelStart)) {
                i++;
                continue;
            }
            if (c != '.' || i == labelStart || subject.at(i - 1) == '-') {
                break;
            }
            end = labelEnd(subject, start, labelStart, i, end);
            labelStart = ++i;
        }
        return labelEnd(subject, start, labelStart, trimmed(subject, labelStart, i), end);
    }

    private static int trimmed(Subject subject, int start, int end) {
        int i = end;
        while (i > start && subject.at(i - 1) == '-') {
            i--;
        }
        return i;
    }

    private static int labelEnd(Subject subject, int start, int labelStart, int labelEnd, int otherwise) {
        boolean top = labelStart > start && labelEnd - labelStart >= 2 && isTop(subject, labelStart, labelEnd);
        return top ? labelEnd : otherwise;
    }

    private static boolean isTop(Subject subject, int start, int end) {
        if (subject.startsWithIgnoreCase("xn--", start)) {
            return end - start > 4;
        }
        for (int i = start; i < end; i++) {
            if (!Chars.isLetter(subject.at(i))) {
                return false;
            }
        }
        return end - start <= 24;
    }

    static String lastLabel(Subject subject, int start, int end) {
        int i = end;
        while (i > start && subject.at(i - 1) != '.') {
            i--;
        }
        return subject.slice(i, end);
    }
}
