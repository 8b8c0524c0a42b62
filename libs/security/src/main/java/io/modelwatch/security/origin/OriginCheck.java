package io.modelwatch.security.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a page of somebody else had a browser send. A browser adds credentials of HTTP Basic by itself,
 * and reaches a service on loopback whoever wrote the page; what it cannot do is hide where the page came from.
 */
public final class OriginCheck {

    /** Stands for the method of a request to open a web socket. */
    public static final String SOCKET = "SOCKET";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Set<String> trusted;

    /** @param trusted further origins whose pages may change things, such as {@code https://karma.example.org} */
    public OriginCheck(Set<String> trusted) {
        this.trusted = trusted.stream().map(OriginCheck::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What a request says about itself.
     *
     * @param method the HTTP method; {@link #SOCKET} for a request to open a web socket, which pages of others may send
     *     without asking
     * @param host as in the Host header
     * @param origin the Origin header
     * @param fetchSite the Sec-Fetch-Site header
     * @param bearer whether it has a bearer token, which no browser adds by itself
     */
    public record Request(
            String method,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            boolean bearer) {}

    /** The reason to refuse the request; nothing for one of a page of the service, or of no page at all. */
    public Optional<String> refusal(Request request) {
        if (SAFE.contains(request.method()) || request.bearer() || isTrusted(request.origin())) {
            return Optional.empty();
        }
        String site = request.fetchSite();
        boolean own = site != null
                ? site.equals("same-origin") || site.equals("none")
                : request.origin() == null || isOwn(request.origin(), request.host());
        return own ? Optional.empty() : Optional.of("a page of another origin may not change anything here");
    }

    private boolean isTrusted(@Nullable String origin) {
        return origin != null && trusted.contains(lowerCase(origin));
    }

    /** The scheme is left aside: behind a proxy that ends TLS it is not known. */
    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null && lowerCase(origin).endsWith("://" + lowerCase(host));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
