package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in the response (or prompt) that a verdict rests on.
 *
 * @param rule which rule found it
 * @param text the place itself, shortened, asterisks in the place of keys and passwords
 * @param start offset of its first character, in UTF-16 units
 * @param end offset behind its last character, in UTF-16 units
 */
public record Evidence(String rule, String text, int start, int end) {

    private static final int MAX_CHARS = 120;
    private static final int MAX_ITEMS = 8;

    /** A place of a prose; what is secret there is blacked out. */
    static Evidence at(String rule, Prose prose, int start, int end) {
        String text = prose.text();
        int from =
                start > 0 && start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start - 1 : start;
        int to = Math.min(end, from + MAX_CHARS);
        if (to > from && to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
            to--;
        }
        return new Evidence(rule, prose.withoutSecrets(from, to), from, end);
    }

    /** The first few items in the order of the text. */
    static List<Evidence> shorten(List<Evidence> items) {
        List<Evidence> sorted = new ArrayList<>(items);
        sorted.sort((a, b) -> a.start() != b.start()
                ? Integer.compare(a.start(), b.start())
                : a.rule().compareTo(b.rule()));
        return List.copyOf(sorted.subList(0, Math.min(MAX_ITEMS, sorted.size())));
    }
}
