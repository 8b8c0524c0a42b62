package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/** Asks services by HTTP, as an {@code http_config} says. Blocks: call it from a virtual thread. */
public final class Http implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_REDIRECTS = 10;
    private static final String TIMED_OUT = "contextDeadlineExceeded";
    private static final int UNAUTHORIZED = 401;

    private final HttpClients clients;
    private final OAuthTokens tokens;
    private final String userAgent;
    private final InstantSource clock;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    /**
     * A way out.
     *
     * @param environment where variables that name proxies are looked for
     * @param clock by which dates in answers and the lives of tokens are counted
     */
    public Http(
            AddressPolicy policy,
            Duration connectTimeout,
            String userAgent,
            Map<String, String> environment,
            InstantSource clock) {
        this.clients = new HttpClients(policy, connectTimeout, environment);
        this.userAgent = userAgent;
        this.clock = clock;
        this.tokens = new OAuthTokens(this, clock);
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param key the same for every attempt of one notification; empty for none
     * @param timeout for all of it, redirections and the token included
     * @throws Unanswered when there was none in time
     * @throws IOException when a file that holds a secret cannot be read
     */
    public Answer ask(Request request, HttpSettings settings, String key, Duration timeout)
            throws Unanswered, IOException {
        long end = System.nanoTime() + timeout.toNanos();
        Answer answer = followed(request, settings, key, authorization(settings, end), end);
        if (answer.status() == UNAUTHORIZED && settings.authorization() instanceof Credentials.OAuth2 oauth2) {
            tokens.drop(oauth2);
            return followed(request, settings, key, authorization(settings, end), end);
        }
        return answer;
    }

    private Optional<String> authorization(HttpSettings settings, long end) throws Unanswered, IOException {
        return switch (settings.authorization()) {
            case Credentials.Basic basic -> Optional.of(basic(basic.username(), basic.password()));
            case Credentials.Token token ->
                Optional.of(token.scheme() + " " + token.token().reveal());
            case Credentials.OAuth2 oauth2 -> Optional.of("Bearer " + tokens.get(oauth2, left(end)));
            case null -> Optional.empty();
        };
    }

    static String basic(String user, Secret password) throws IOException {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    private Answer followed(Request first, HttpSettings settings, String key, Optional<String> authorization, long end)
            throws Unanswered, IOException {
        Request request = first;
        for (int hops = 0; ; hops++) {
            boolean sameServer = sameServer(first.url(), request.url());
            Answered answered =
                    once(request, settings, key, sameServer ? authorization : Optional.empty(), sameServer, end);
            Optional<URI> next = settings.followRedirects() ? answered.redirect(request.url()) : Optional.empty();
            if (next.isEmpty()) {
                return answered.answer();
            }
            if (hops == MAX_REDIRECTS) {
                throw new Unanswered(
                        new SendResult.Failed(false, "other", host(first.url()) + " redirects without end"), true);
            }
            request = redirected(request, answered.answer().status(), next.get());
        }
    }

    private static boolean sameServer(URI a, URI b) {
        return a.getHost().equalsIgnoreCase(b.getHost())
                && a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getPort() == b.getPort();
    }

    /** As Go does it: 307 and 308 keep the request, others make it a GET without a body. */
    private static Request redirected(Request request, int status, URI to) {
        boolean keeps = status == 307 || status == 308;
        return keeps
                ? new Request(request.method(), to, request.headers(), request.contentType(), request.body())
                : Request.get(to);
    }

    /** An answer and where it points to. */
    private record Answered(Answer answer, Optional<String> location) {

        Optional<URI> redirect(URI from) {
            boolean points = switch (answer.status()) {
                case 301, 302, 303, 307, 308 -> true;
                default -> false;
            };
            try {
                return points
                        ? location.map(from::resolve)
                                .map(Objects::toString)
                                .map(io.modelwatch.alertrouter.receiver.ReceiverReader::checked)
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private Answered once(
            Request request,
            HttpSettings settings,
            String key,
            Optional<String> authorization,
            boolean trusted,
            long end)
            throws Unanswered, IOException {
        HttpUriRequestBase http = new HttpUriRequestBase(request.method(), request.url());
        Duration timeout = left(end);
        http.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(timeout))
                .setConnectionRequestTimeout(Timeout.of(timeout))
                .build());
        http.setHeader("User-Agent", userAgent);
        if (!request.body().isEmpty() || "POST".equals(request.method())) {
            http.setEntity(new ByteArrayEntity(
                    request.body().getBytes(StandardCharsets.UTF_8), ContentType.parse(request.contentType())));
        }
        headers(http, settings, request, key, authorization, trusted);
        CloseableHttpClient client = clients.get(settings);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    http.cancel();
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return client.execute(http, this::answered);
        } catch (IOException e) {
            throw unanswered(e, request.url(), late.get());
        } finally {
            deadline.cancel(false);
        }
    }

    private void headers(
            HttpUriRequestBase http,
            HttpSettings settings,
            Request request,
            String key,
            Optional<String> authorization,
            boolean trusted)
            throws IOException {
        if (!key.isEmpty()) {
            http.setHeader("Idempotency-Key", key);
        }
        authorization.ifPresent(value -> http.setHeader("Authorization", value));
        if (trusted) {
            for (Map.Entry<String, List<Secret>> header : settings.headers().entrySet()) {
                for (Secret value : header.getValue()) {
                    http.addHeader(header.getKey(), oneLine(value.reveal()));
                }
            }
            request.headers().forEach((name, value) -> http.setHeader(name, oneLine(value)));
        }
        if ("http".equals(request.url().getScheme()) && clients.usesProxy(settings.proxy(), request.url())) {
            clients.proxyAuthorization(settings.proxy(), "http")
                    .ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        }
    }

    /** What a template or a file adds must not begin another header. */
    private static String oneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private Answered answered(ClassicHttpResponse response) throws IOException {
        String body = "";
        if (response.getEntity() != null) {
            try (InputStream in = response.getEntity().getContent()) {
                body = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            }
        }
        Instant now = clock.instant();
        Duration after = value(response, "Retry-After")
                .map(value -> RetryAfter.read(value, now))
                .orElse(Duration.ZERO);
        return new Answered(new Answer(response.getCode(), body, after), value(response, "Location"));
    }

    private static Optional<String> value(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private static Unanswered unanswered(IOException e, URI url, boolean late) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForbiddenAddressException
                    || (cause instanceof HttpException
                            && String.valueOf(cause.getMessage()).contains("not allowed by"))) {
                return failed(false, "other", String.valueOf(cause.getMessage()), false);
            }
        }
        return switch (e) {
            case ConnectTimeoutException timeout ->
                failed(true, TIMED_OUT, "no connection to " + host(url) + " in time", false);
            case java.io.InterruptedIOException timeout ->
                failed(true, TIMED_OUT, host(url) + " did not answer in time", true);
            case UnknownHostException unknown -> failed(true, "other", "there is no host " + url.getHost(), false);
            case ConnectException refused -> failed(true, "other", "no connection to " + host(url), false);
            case NoRouteToHostException unreachable -> failed(true, "other", "no way to " + host(url), false);
            case SSLException tls ->
                failed(true, "other", "no secure connection to " + host(url) + ": " + tls.getMessage(), false);
            default ->
                late
                        ? failed(true, TIMED_OUT, host(url) + " did not answer in time", true)
                        : failed(true, "other", "connection to " + host(url) + " broke: " + e.getMessage(), true);
        };
    }

    private static Unanswered failed(boolean retry, String reason, String detail, boolean maybeArrived) {
        return new Unanswered(new SendResult.Failed(retry, reason, detail), maybeArrived);
    }

    static String host(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }
}
