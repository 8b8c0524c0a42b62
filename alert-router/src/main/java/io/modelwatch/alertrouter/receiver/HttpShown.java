package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.HttpSettings.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes {@code http_config} as the status shows it: without secrets, and without keys that amtool 0.25 refuses. */
public final class HttpShown {

    private HttpShown() {}

    /** The whole of it. */
    public static Map<String, Object> http(HttpSettings http) {
        Map<String, Object> map = new LinkedHashMap<>();
        switch (http.authorization()) {
            case Credentials.Basic basic -> {
                Map<String, Object> auth = new LinkedHashMap<>();
                auth.put("username", basic.username());
                ReceiverReader.show(auth, "password", basic.password());
                map.put("basic_auth", auth);
            }
            case Credentials.Token token -> {
                Map<String, Object> auth = new LinkedHashMap<>();
                auth.put("type", token.scheme());
                ReceiverReader.show(auth, "credentials", token.token());
                map.put("authorization", auth);
            }
            case Credentials.OAuth2 oauth2 -> {
                Map<String, Object> auth = new LinkedHashMap<>();
                auth.put("client_id", oauth2.clientId());
                ReceiverReader.show(auth, "client_secret", oauth2.clientSecret());
                auth.put("scopes", oauth2.scopes());
                auth.put("token_url", oauth2.tokenUrl().toString());
                Map<String, Object> params = new LinkedHashMap<>();
                oauth2.params().keySet().forEach(name -> params.put(name, Secret.MASK));
                auth.put("endpoint_params", params);
                tls(auth, oauth2.tls());
                map.put("oauth2", auth);
            }
            case null -> {}
        }
        proxy(map, http.proxy());
        tls(map, http.tls());
        map.put("follow_redirects", http.followRedirects());
        map.put("enable_http2", true);
        return map;
    }

    /** Adds {@code tls_config}, if there is one. */
    public static void tls(Map<String, Object> to, TlsSettings tls) {
        if (tls.equals(TlsSettings.DEFAULT)) {
            return;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        tls.ca().ifPresent(secret -> file(map, "ca_file", secret));
        tls.certificate().ifPresent(secret -> file(map, "cert_file", secret));
        tls.key().ifPresent(secret -> file(map, "key_file", secret));
        Trees.unlessEmpty(map, "server_name", tls.serverName());
        map.put("insecure_skip_verify", tls.insecure());
        to.put("tls_config", map);
    }

    private static void file(Map<String, Object> map, String key, Secret secret) {
        map.put(key, secret instanceof Secret.InFile file ? file.path().toString() : Secret.MASK);
    }

    private static void proxy(Map<String, Object> map, Proxy proxy) {
        proxy.url().ifPresent(secret -> {
            try {
                java.net.URI url = ReceiverReader.checked(secret.reveal());
                map.put(
                        "proxy_url",
                        url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
