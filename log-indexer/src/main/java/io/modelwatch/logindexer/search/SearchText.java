package io.modelwatch.logindexer.search;

import java.lang.Character.UnicodeScript;

/**
 * Prepares what people type for {@code simple_query_string}. Elasticsearch cuts Chinese and Japanese into single
 * characters; without quotes 数据 would find every text with both characters anywhere, so runs of them become phrases.
 */
final class SearchText {

    private SearchText() {}

    static String prepared(String text) {
        StringBuilder prepared = new StringBuilder(text.length() + 8);
        boolean quoted = false;
        boolean inRun = false;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            boolean single = !quoted && isSingleCharacterScript(character);
            if (single != inRun) {
                prepared.append('"');
                inRun = single;
            }
            if (character == '"') {
                quoted = !quoted;
            }
            prepared.appendCodePoint(character);
        }
        if (inRun || quoted) {
            prepared.append('"');
        }
        return prepared.toString();
    }

    private static boolean isSingleCharacterScript(int character) {
        UnicodeScript script = UnicodeScript.of(character);
        return script == UnicodeScript.HAN || script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA;
    }
}
