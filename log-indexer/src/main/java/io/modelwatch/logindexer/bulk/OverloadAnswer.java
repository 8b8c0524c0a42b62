package io.modelwatch.logindexer.bulk;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a request is refused for want of room. Some clients lose a batch that is refused with 429 or even 503 and repeat
 * only what was not answered at all; others give up on 429 and repeat on 503.
 */
enum OverloadAnswer {
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
    CLOSE;

    /**
     * What a setting means for a client.
     *
     * @param setting auto, 429, 503 or close
     * @param userAgent the client's header; rsyslog sends none, and loses what it is answered anything but 200
     */
    static OverloadAnswer of(String setting, @Nullable String userAgent) {
        return switch (setting) {
            case "429" -> TOO_MANY_REQUESTS;
            case "503" -> UNAVAILABLE;
            case "close" -> CLOSE;
            case "auto" -> suiting(userAgent);
            default -> throw new IllegalArgumentException("must be auto, 429, 503 or close, was " + setting);
        };
    }

    private static OverloadAnswer suiting(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return CLOSE;
        }
        String agent = userAgent.toLowerCase(Locale.ROOT);
        return agent.startsWith("elasticsearch-js") || agent.startsWith("elastic-transport-js")
                ? UNAVAILABLE
                : TOO_MANY_REQUESTS;
    }
}
