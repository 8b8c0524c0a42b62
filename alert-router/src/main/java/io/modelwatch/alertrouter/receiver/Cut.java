package io.modelwatch.alertrouter.receiver;

/** Makes texts as short as a service takes them. */
public final class Cut {

    private static final String MARK = "…";

    private Cut() {}

    /** At most so many code points; the last one shows that something was cut. */
    public static String runes(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        int kept = most > 3 ? most - 1 : most;
        return text.substring(0, text.offsetByCodePoints(0, kept)) + (most > 3 ? MARK : "");
    }

    /** At most so many bytes of UTF-8, cut between code points. */
    public static String bytes(String text, int most) {
        if (Request.bytes(text) <= most) {
            return text;
        }
        int room = most - Request.bytes(MARK);
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > room) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end) + MARK;
    }

    /**
     * A body that is not too long: alerts are left out from the end and counted, and at last the text is cut.
     *
     * @param most bytes of the body
     * @param text of a message
     * @param body for a text
     */
    public static String fitting(
            Message message,
            int most,
            java.util.function.Function<Message, String> text,
            java.util.function.UnaryOperator<String> body) {
        int all = message.data().alerts().size();
        String full = text.apply(message);
        String encoded = body.apply(full);
        int count = all;
        while (Request.bytes(encoded) > most && count > 1) {
            count = Math.max(1, count / 2);
            full = text.apply(message.first(count)) + "\n\n+ " + (all - count) + ": "
                    + message.data().externalUrl();
            encoded = body.apply(full);
        }
        int room = Request.bytes(full);
        while (Request.bytes(encoded) > most && room > 0) {
            room -= Math.max(1, Math.min(room, Request.bytes(encoded) - most));
            encoded = body.apply(bytes(full, Math.max(room, 3)));
        }
        return encoded;
    }
}
