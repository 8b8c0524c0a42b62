package io.modelwatch.alertrouter.receiver.email;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mail.
 *
 * @param from one address, as the server is told
 * @param to whom the server is told; at least one
 * @param headers by name, not encoded yet; one line each
 * @param text the plain part
 * @param html the part with markup; empty for none
 */
public record Mail(String from, List<String> to, Map<String, String> headers, String text, String html) {

    public Mail {
        to = List.copyOf(to);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
