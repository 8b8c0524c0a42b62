package io.modelwatch.logindexer.document;

import java.util.Locale;
import java.util.regex.Pattern;

/** Identifiers of traces and spans: 32 or 16 hexadecimal digits, in whatever way they are written. */
final class HexId {

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f-]{16,64}");

    private HexId() {}

    /** In lower case and without dashes where it is hexadecimal, else as it is. */
    static String plain(String id) {
        return HEX.matcher(id).matches() ? id.replace("-", "").toLowerCase(Locale.ROOT) : id;
    }
}
