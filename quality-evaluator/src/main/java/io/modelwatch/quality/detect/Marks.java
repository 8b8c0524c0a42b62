package io.modelwatch.quality.detect;

/** What stands at the start of a line. */
final class Marks {

    private Marks() {}

    /** Whether the span starts like an item of a list: a bullet, or a number of one or two digits with a mark. */
    static boolean isListItem(CharSequence text, Span span) {
        int at = span.start();
        while (at < span.end() && text.charAt(at) == ' ') {
            at++;
        }
        if (at >= span.end()) {
            return false;
        }
        char first = text.charAt(at);
        if (first == '-' || first == '*' || first == '•' || first == '·' || first == '+') {
            return first == '•' || first == '·' || (at + 1 < span.end() && text.charAt(at + 1) == ' ');
        }
        int digits = 0;
        while (at + digits < span.end() && digits < 3 && isDigit(text.charAt(at + digits))) {
            digits++;
        }
        if (digits == 0 || digits == 3 || at + digits >= span.end()) {
            return first >= '①' && first <= '⑳';
        }
        char mark = text.charAt(at + digits);
        return mark == '.' || mark == ')' || mark == '、' || mark == ':';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
