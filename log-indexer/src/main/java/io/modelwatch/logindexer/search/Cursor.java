package io.modelwatch.logindexer.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelwatch.logindexer.parameter.Parameter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place between two documents in order of time.
 *
 * @param millis the time of the document before it, since 1970
 * @param id the identifier of that document, which decides between those of the same time
 */
record Cursor(long millis, String id) {

    /** What stands for the place in addresses. */
    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((millis + ":" + id).getBytes(UTF_8));
    }

    /** The place that a parameter stands for; null where it is absent or blank. */
    static @Nullable Cursor decoded(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            int colon = plain.indexOf(':');
            return new Cursor(Long.parseLong(plain.substring(0, Math.max(0, colon))), plain.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw Parameter.invalid(name + " must be the 'next' of a page, was '" + text + "'");
        }
    }
}
