package io.modelwatch.security.client;

import java.net.URI;
import java.util.Locale;

/** Where credentials may be shown: a scheme, a host and a port. */
record Destination(String scheme, String host, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Destination of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS : HTTP;
        return new Destination(
                scheme,
                String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT),
                uri.getPort() < 0 ? usual : uri.getPort());
    }

    boolean encrypted() {
        return scheme.equals("https");
    }
}
