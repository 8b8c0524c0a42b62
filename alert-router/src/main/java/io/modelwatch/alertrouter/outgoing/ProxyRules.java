package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.HttpSettings.Proxy;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which proxy is asked for what. */
final class ProxyRules {

    private final Proxy proxy;
    private final Map<String, String> environment;

    ProxyRules(Proxy proxy, Map<String, String> environment) {
        this.proxy = proxy;
        this.environment = environment;
    }

    /**
     * The proxy for a target; empty when it is asked directly.
     *
     * @param scheme http or https
     * @throws IOException when what names the proxy is no URL
     */
    Optional<URI> proxyFor(String scheme, String host, int port) throws IOException {
        String url = "";
        String except = proxy.except();
        if (proxy.url().isPresent()) {
            url = proxy.url().get().reveal();
        } else if (proxy.fromEnvironment()) {
            url = variable("https".equals(scheme) ? "HTTPS_PROXY" : "HTTP_PROXY");
            except = variable("NO_PROXY");
            // As in Go: this machine is asked directly when the environment speaks.
            if ("localhost".equals(host) || isLoopback(host)) {
                return Optional.empty();
            }
        }
        if (url.isEmpty() || excepted(except, host, port)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReceiverReader.checked(url.contains("://") ? url : "http://" + url));
        } catch (IllegalArgumentException e) {
            throw new IOException("the proxy's URL cannot be used: " + e.getMessage(), e);
        }
    }

    private String variable(String name) {
        String upper = environment.getOrDefault(name, "");
        return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
    }

    private static boolean isLoopback(String host) {
        return address(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static Optional<InetAddress> address(String host) {
        try {
            return Network.looksLike(host) ? Optional.of(Network.parse(host).address()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean excepted(String except, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String each : except.split(",", -1)) {
            String entry = each.strip().toLowerCase(Locale.ROOT);
            if (!entry.isEmpty() && (entry.equals("*") || covers(entry, name, port))) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String entry, String host, int port) {
        if (Network.looksLike(entry) && entry.indexOf('/') >= 0) {
            return address(host)
                    .map(address -> Network.parse(entry).has(address))
                    .orElse(false);
        }
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon >= 0 && entry.indexOf(':') == colon;
        if (withPort && !entry.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String domain = withPort ? entry.substring(0, colon) : entry;
        String bare = domain.startsWith("*.") ? domain.substring(1) : domain;
        if (bare.startsWith(".")) {
            return host.endsWith(bare);
        }
        return host.equals(bare) || host.endsWith("." + bare);
    }
}
