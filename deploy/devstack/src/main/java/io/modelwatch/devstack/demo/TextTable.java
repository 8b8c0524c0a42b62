package io.modelwatch.devstack.demo;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain-text columns, the first one to the left and the others to the right unless they are said to hold text. A wide
 * character, such as a Chinese one, takes two columns of a terminal. Not thread-safe.
 */
final class TextTable {

    private static final String GAP = "  ";
    private static final String INDENT = "  ";

    private final List<Boolean> left = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table; the name of a text column ends with {@code <}. */
    TextTable(String... columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            boolean text = column.endsWith("<") || names.isEmpty();
            left.add(text);
            names.add(column.endsWith("<") ? column.substring(0, column.length() - 1) : column);
        }
        rows.add(names);
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        int[] widths = new int[left.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(left.get(i) ? row.get(i) + blanks : blanks + row.get(i));
        }
        return line.toString().stripTrailing();
    }

    /** Columns that a text takes on a terminal. */
    static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || script == UnicodeScript.HANGUL
                || (c >= 0x3000 && c <= 0x303F)
                || (c >= 0xFF01 && c <= 0xFF60);
    }
}
