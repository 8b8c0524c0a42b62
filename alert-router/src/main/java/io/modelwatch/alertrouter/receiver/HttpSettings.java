package io.modelwatch.alertrouter.receiver;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How requests to a receiver are sent.
 *
 * @param authorization the credentials, if any
 * @param tls how servers are trusted and this client proves who it is
 * @param proxy the way out
 * @param followRedirects whether a redirection is followed
 * @param headers more of them, each with its values
 * @param loopback whether this machine itself may be asked without being allowed by name
 */
public record HttpSettings(
        @Nullable Credentials authorization,
        TlsSettings tls,
        Proxy proxy,
        boolean followRedirects,
        Map<String, List<Secret>> headers,
        boolean loopback) {

    public static final HttpSettings DEFAULT =
            new HttpSettings(null, TlsSettings.DEFAULT, Proxy.NONE, true, Map.of(), true);

    public HttpSettings {
        headers = Map.copyOf(headers);
    }

    /** The same, but this machine itself is asked only where that is allowed by name. */
    public HttpSettings withoutLoopback() {
        return new HttpSettings(authorization, tls, proxy, followRedirects, headers, false);
    }

    /** What goes into the header {@code Authorization}. */
    public sealed interface Credentials {

        /** User and password. */
        record Basic(String username, Secret password) implements Credentials {}

        /** A scheme, such as Bearer, and a token. */
        record Token(String scheme, Secret token) implements Credentials {}

        /**
         * A token that is fetched with the credentials of a client, and kept while it is good.
         *
         * @param params more fields of the request for a token
         */
        record OAuth2(
                String clientId,
                Secret clientSecret,
                URI tokenUrl,
                List<String> scopes,
                Map<String, String> params,
                TlsSettings tls,
                Proxy proxy)
                implements Credentials {

            public OAuth2 {
                scopes = List.copyOf(scopes);
                params = Map.copyOf(params);
            }
        }
    }

    /**
     * The way out.
     *
     * @param url of a proxy; a secret, since it may hold a password
     * @param except hosts, domains, addresses and networks that are asked directly, separated by commas
     * @param fromEnvironment whether the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it
     * @param connectHeaders that the proxy gets when it is asked for a tunnel
     */
    public record Proxy(
            Optional<Secret> url, String except, boolean fromEnvironment, Map<String, List<Secret>> connectHeaders) {

        public static final Proxy NONE = new Proxy(Optional.empty(), "", false, Map.of());

        public Proxy {
            connectHeaders = Map.copyOf(connectHeaders);
        }
    }
}
