package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Posts webhooks, one request a call. Blocks: call it from a virtual thread. */
public final class WebhookSender {

    private static final int OK_FROM = 200;
    private static final int OK_TO = 299;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_ANSWER_BYTES = 256;

    private final HttpClient following;
    private final HttpClient staying;
    private final String userAgent;
    private final Duration requestTimeout;

    public WebhookSender(NotifySettings settings, String reportedVersion) {
        this(settings.connectTimeout(), settings.requestTimeout(), "Alertmanager/" + reportedVersion);
    }

    WebhookSender(Duration connectTimeout, Duration requestTimeout, String userAgent) {
        this.following = client(connectTimeout, Redirect.NORMAL);
        this.staying = client(connectTimeout, Redirect.NEVER);
        this.requestTimeout = requestTimeout;
        this.userAgent = userAgent;
    }

    private static HttpClient client(Duration connectTimeout, Redirect redirect) {
        // HTTP/1.1, since many small receivers stumble over the upgrade that HTTP/2 asks for.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(redirect)
                .build();
    }

    /**
     * Sends once.
     *
     * @param key the same for every attempt of one notification, so that a receiver can tell a repeat
     * @param left how long it may take at most
     * @throws InterruptedException when this thread shall stop
     */
    public SendResult send(Webhook webhook, byte[] body, String key, Duration left) throws InterruptedException {
        URI url;
        HttpRequest.Builder request;
        try {
            url = url(webhook);
            request = HttpRequest.newBuilder(url)
                    .timeout(timeout(webhook, left))
                    .header("Content-Type", "application/json")
                    .header("User-Agent", userAgent)
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            String authorization = authorization(webhook.http());
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
        } catch (IOException | IllegalArgumentException e) {
            return new SendResult.Failed(
                    false, "other", "the receiver's configuration cannot be used: " + e.getMessage());
        }
        HttpClient client = webhook.http().followRedirects() ? following : staying;
        try {
            return result(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (HttpTimeoutException e) {
            return new SendResult.Failed(true, "contextDeadlineExceeded", host(url) + " did not answer in time");
        } catch (ConnectException e) {
            return new SendResult.Failed(true, "other", "no connection to " + host(url));
        } catch (IOException e) {
            return new SendResult.Failed(true, "other", "connection to " + host(url) + " broke: " + e.getMessage());
        }
    }

    private static String host(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private Duration timeout(Webhook webhook, Duration left) {
        Duration own = webhook.timeout().isZero() || webhook.timeout().compareTo(requestTimeout) > 0
                ? requestTimeout
                : webhook.timeout();
        Duration timeout = own.compareTo(left) < 0 ? own : left;
        return timeout.isPositive() ? timeout : Duration.ofMillis(1);
    }

    private static URI url(Webhook webhook) throws IOException {
        URI url = webhook.url();
        if (url != null) {
            return url;
        }
        if (webhook.urlFile() == null) {
            throw new IOException("there is no URL");
        }
        return ReceiverReader.checked(Files.readString(webhook.urlFile()).strip());
    }

    private static @Nullable String authorization(HttpSettings http) throws IOException {
        return switch (http.authorization()) {
            case Credentials.Basic basic ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((basic.username() + ":"
                                                + basic.password().reveal())
                                        .getBytes(StandardCharsets.UTF_8));
            case Credentials.Token token -> token.scheme() + " " + token.token().reveal();
            case null -> null;
        };
    }

    private static SendResult result(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            int status = response.statusCode();
            if (status >= OK_FROM && status <= OK_TO) {
                return new SendResult.Delivered();
            }
            String answer = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8).strip();
            return new SendResult.Failed(
                    status >= SERVER_ERROR,
                    reason(status),
                    "unexpected status code " + status + (answer.isEmpty() ? "" : ": " + answer));
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> "authError";
            case TOO_MANY_REQUESTS -> "rateLimited";
            default -> status >= SERVER_ERROR ? "serverError" : "clientError";
        };
    }
}
