package io.modelwatch.alertrouter.receiver;

import java.util.List;
import java.util.Optional;

/**
 * How servers are trusted and how this client proves who it is.
 *
 * @param ca certificates in PEM that are trusted instead of the machine's
 * @param certificate of this client, in PEM
 * @param key of that certificate, in PEM
 * @param serverName that the server's certificate must bear; empty for the name that is asked
 * @param insecure whether any certificate will do
 * @param minVersion the oldest protocol, such as TLSv1.2; empty for the machine's choice
 * @param maxVersion the newest protocol; empty for the machine's choice
 */
public record TlsSettings(
        Optional<Secret> ca,
        Optional<Secret> certificate,
        Optional<Secret> key,
        String serverName,
        boolean insecure,
        String minVersion,
        String maxVersion) {

    public static final TlsSettings DEFAULT =
            new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), "", false, "", "");

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** The protocols that may be spoken; none for the machine's choice. */
    public List<String> protocols() {
        if (minVersion.isEmpty() && maxVersion.isEmpty()) {
            return List.of();
        }
        int from = minVersion.isEmpty() ? VERSIONS.indexOf("TLSv1.2") : VERSIONS.indexOf(minVersion);
        int to = maxVersion.isEmpty() ? VERSIONS.size() - 1 : VERSIONS.indexOf(maxVersion);
        return VERSIONS.subList(Math.min(from, to), to + 1);
    }
}
