package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpSettings.Proxy;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.ConnectExec;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Clients by their settings, each with its connections. One is made anew when a file of its TLS settings has changed,
 * and closed when nobody has wanted it for a while. Safe for use by many threads.
 */
final class HttpClients {

    private static final int MAX_PER_TARGET = 256;
    private static final int MAX_CONNECTIONS = 1024;
    private static final TimeValue IDLE = TimeValue.ofSeconds(20);
    private static final long UNWANTED_NANOS = Duration.ofMinutes(15).toNanos();

    private final AddressPolicy policy;
    private final Duration connectTimeout;
    private final Map<String, String> environment;
    private final Map<Key, Client> clients = new HashMap<>();

    HttpClients(AddressPolicy policy, Duration connectTimeout, Map<String, String> environment) {
        this.policy = policy;
        this.connectTimeout = connectTimeout;
        this.environment = environment;
    }

    private record Key(TlsSettings tls, List<String> stamps, Proxy proxy, boolean loopback) {}

    private static final class Client {
        private final CloseableHttpClient http;
        private long wantedNanos = System.nanoTime();

        private Client(CloseableHttpClient http) {
            this.http = http;
        }
    }

    /**
     * The client for settings.
     *
     * @throws IOException when a certificate or a proxy cannot be used
     */
    CloseableHttpClient get(HttpSettings settings) throws IOException {
        Key key = new Key(settings.tls(), stamps(settings.tls()), settings.proxy(), settings.loopback());
        synchronized (clients) {
            Client known = clients.get(key);
            if (known == null) {
                known = new Client(client(key));
                dropUnwanted();
                clients.put(key, known);
            }
            known.wantedNanos = System.nanoTime();
            return known.http;
        }
    }

    private void dropUnwanted() {
        long now = System.nanoTime();
        for (Iterator<Client> each = clients.values().iterator(); each.hasNext(); ) {
            Client client = each.next();
            if (now - client.wantedNanos > UNWANTED_NANOS) {
                each.remove();
                client.http.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
            }
        }
    }

    /** Changes when a file with a certificate or key does. */
    private static List<String> stamps(TlsSettings tls) throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Optional<Secret> each : List.of(tls.ca(), tls.certificate(), tls.key())) {
            if (each.isPresent() && each.get() instanceof Secret.InFile file) {
                stamps.add(Files.getLastModifiedTime(file.path()) + "/" + Files.size(file.path()));
            }
        }
        return stamps;
    }

    private CloseableHttpClient client(Key key) throws IOException {
        Tls tls = new Tls(key.tls());
        int handshake = Math.toIntExact(connectTimeout.toMillis());
        ConnectionConfig connections = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connectTimeout))
                .setSocketTimeout(Timeout.of(connectTimeout))
                .setIdleTimeout(Timeout.ofSeconds(IDLE.getDuration()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections)
                        .setMaxConnPerRoute(MAX_PER_TARGET)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setDnsResolver(new Resolver(policy, key.loopback()))
                        .setTlsSocketStrategy(
                                (socket, host, port, attachment, context) -> tls.upgrade(socket, host, port, handshake))
                        .build())
                .setRoutePlanner(new Routes(new ProxyRules(key.proxy(), environment), policy))
                .replaceExecInterceptor(ChainElement.CONNECT.name(), tunnels(key.proxy()))
                .setDefaultCredentialsProvider((scope, context) -> credentials(key.proxy()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .evictIdleConnections(IDLE)
                .build();
    }

    /** Asks proxies for tunnels, with the headers that they want. */
    private ConnectExec tunnels(Proxy proxy) {
        return new ConnectExec(
                DefaultConnectionReuseStrategy.INSTANCE,
                new DefaultHttpProcessor(
                        new RequestTargetHost(), (request, entity, context) -> addHeaders(proxy, request)),
                DefaultAuthenticationStrategy.INSTANCE,
                DefaultSchemePortResolver.INSTANCE,
                true);
    }

    private void addHeaders(Proxy proxy, HttpRequest request) throws IOException {
        for (Map.Entry<String, List<Secret>> header : proxy.connectHeaders().entrySet()) {
            for (Secret value : header.getValue()) {
                request.addHeader(header.getKey(), value.reveal());
            }
        }
    }

    /** What a proxy is told when it asks who wants the tunnel. */
    @SuppressWarnings("NullAway") // The library takes null for none, and says so only in prose.
    private Credentials credentials(Proxy proxy) {
        try {
            Optional<URI> url = new ProxyRules(proxy, environment).proxyFor("https", "example.com", 0);
            String user = url.map(URI::getUserInfo).orElse("");
            int colon = user.indexOf(':');
            return user.isEmpty()
                    ? null
                    : new UsernamePasswordCredentials(
                            colon < 0 ? user : user.substring(0, colon),
                            (colon < 0 ? "" : user.substring(colon + 1)).toCharArray());
        } catch (IOException e) {
            return null;
        }
    }

    /** What a proxy wants to know before it passes on a request; empty when its URL has no user. */
    Optional<String> proxyAuthorization(Proxy proxy, String scheme) throws IOException {
        return new ProxyRules(proxy, environment)
                .proxyFor(scheme, "example.com", 0)
                .map(URI::getUserInfo)
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a proxy is asked for a target. */
    boolean usesProxy(Proxy proxy, URI target) throws IOException {
        return new ProxyRules(proxy, environment)
                .proxyFor(target.getScheme(), target.getHost(), target.getPort())
                .isPresent();
    }

    /** Looks for addresses, and gives only those that may be asked. */
    private record Resolver(AddressPolicy policy, boolean loopback) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] all = InetAddress.getAllByName(host);
            InetAddress[] permitted = Stream.of(all)
                    .filter(each -> policy.permits(host, each, loopback))
                    .toArray(InetAddress[]::new);
            if (permitted.length == 0) {
                throw new ForbiddenAddressException(host);
            }
            return permitted;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** Routes by the proxy's rules. */
    private static final class Routes extends DefaultRoutePlanner {

        private final ProxyRules rules;
        private final AddressPolicy policy;

        Routes(ProxyRules rules, AddressPolicy policy) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.rules = rules;
            this.policy = policy;
        }

        @Override
        @SuppressWarnings("NullAway") // The library takes null for none, and says so only in prose.
        protected HttpHost determineProxy(HttpHost target, HttpContext context) throws HttpException {
            try {
                Optional<URI> proxy = rules.proxyFor(target.getSchemeName(), target.getHostName(), target.getPort());
                if (proxy.isEmpty()) {
                    return null;
                }
                if (!policy.permitsName(target.getHostName()) || !permitsLiteral(target.getHostName())) {
                    throw new HttpException(new ForbiddenAddressException(target.getHostName()).getMessage());
                }
                URI url = proxy.get();
                int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
                return new HttpHost(url.getScheme(), url.getHost(), port);
            } catch (IOException e) {
                throw new HttpException(e.getMessage(), e);
            }
        }

        private boolean permitsLiteral(String host) {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return !Network.looksLike(bare)
                    || policy.permits(host, Network.parse(bare).address(), true);
        }
    }
}
