package io.modelwatch.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an Authorization header holds, as far as the gate must know before anybody looks at it closely. */
enum Credentials {
    NONE,
    PASSWORD,
    /** Elasticsearch's {@code ApiKey}: base 64 of {@code id:key}, which is to say a user and a password. */
    API_KEY,
    BEARER,
    OTHER;

    static Credentials of(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        int end = header.indexOf(' ');
        return switch ((end < 0 ? header : header.substring(0, end)).toLowerCase(Locale.ROOT)) {
            case "basic" -> PASSWORD;
            case "apikey" -> API_KEY;
            case "bearer" -> BEARER;
            default -> OTHER;
        };
    }

    /** The two parts of {@code base64(name:secret)}; null when it is something else. */
    static String @Nullable [] pair(String header) {
        try {
            String plain = new String(
                    Base64.getDecoder()
                            .decode(header.substring(header.indexOf(' ') + 1).strip()),
                    UTF_8);
            int colon = plain.indexOf(':');
            return colon < 0 ? null : new String[] {plain.substring(0, colon), plain.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
