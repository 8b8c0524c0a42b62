package io.modelwatch.quality.detect;

/** Makes spellings of the same thing equal, one character for one character. */
final class Folding {

    /** Traditional characters that stand in phrases the rules look for, and their simplified forms. */
    private static final String TRADITIONAL =
            "無幫協請對違實應該為這個們會沒辦關於與據認議許說話論斷準確證題問標當進給參訴寫內從來歉絕觀點願樂隨時還禁歧視" + "偏見傷導徑猶豫測計彷彿傾極討夠該務須優權利責";

    private static final String SIMPLIFIED =
            "无帮协请对违实应该为这个们会没办关于与据认议许说话论断准确证题问标当进给参诉写内从来歉绝观点愿乐随时还禁歧视" + "偏见伤导径犹豫测计仿佛倾极讨够该务须优权利责";

    private static final char[] TABLE = table();

    private Folding() {}

    private static char[] table() {
        char[] table = new char[Character.MAX_VALUE + 1];
        for (int c = 0; c < table.length; c++) {
            table[c] = Character.toLowerCase((char) c);
        }
        for (char c = '\uFF01'; c <= '\uFF5E'; c++) {
            table[c] = Character.toLowerCase((char) (c - 0xFEE0));
        }
        for (char c : new char[] {'\u2018', '\u2019', '\u02BC', '\u00B4'}) {
            table[c] = '\'';
        }
        for (char c : new char[] {'\u00A0', '\u3000', '\t', '\r', '\u200B', '\uFEFF', '\u2009', '\u202F'}) {
            table[c] = ' ';
        }
        table['\u2028'] = '\n';
        table['\u2029'] = '\n';
        for (int i = 0; i < TRADITIONAL.length(); i++) {
            table[TRADITIONAL.charAt(i)] = SIMPLIFIED.charAt(i);
        }
        return table;
    }

    static String fold(String text) {
        char[] folded = new char[text.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = TABLE[text.charAt(i)];
        }
        return new String(folded);
    }
}
