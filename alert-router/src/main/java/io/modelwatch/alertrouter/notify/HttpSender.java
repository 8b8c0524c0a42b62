package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Webhook;
import io.modelwatch.alertrouter.template.TemplateException;
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
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Posts to receivers, one request a call. Blocks: call it from a virtual thread. */
public final class HttpSender {

    private static final int MAX_ANSWER_BYTES = 4096;
    private static final String TIMED_OUT = "contextDeadlineExceeded";

    private final HttpClient following;
    private final HttpClient staying;
    private final String userAgent;
    private final Duration requestTimeout;

    public HttpSender(NotifySettings settings, String reportedVersion) {
        this(settings.connectTimeout(), settings.requestTimeout(), "Alertmanager/" + reportedVersion);
    }

    /** For receivers that answer within the given times. */
    public HttpSender(Duration connectTimeout, Duration requestTimeout, String userAgent) {
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
        try {
            return post(url(webhook), body, key, webhook, timeout(webhook.timeout(), left), HttpSender::webhookResult);
        } catch (IOException | IllegalArgumentException e) {
            return unusable(e);
        }
    }

    /**
     * Sends a message once.
     *
     * @param key the same for every attempt of one notification
     * @param now goes into signatures
     * @param left how long it may take at most
     * @throws InterruptedException when this thread shall stop
     */
    public SendResult send(Channel channel, Message message, String key, Instant now, Duration left)
            throws InterruptedException {
        try {
            Request request = channel.request(message, now);
            byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
            return post(request.url(), body, key, channel, timeout(channel.timeout(), left), channel::result);
        } catch (IOException | IllegalArgumentException e) {
            return unusable(e);
        } catch (TemplateException e) {
            return new SendResult.Failed(false, "other", e.getMessage() == null ? "bad template" : e.getMessage());
        }
    }

    private static SendResult unusable(Exception e) {
        return new SendResult.Failed(false, "other", "the receiver's configuration cannot be used: " + e.getMessage());
    }

    private SendResult post(
            URI url,
            byte[] body,
            String key,
            Integration integration,
            Duration timeout,
            Function<Answer, SendResult> meaning)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", userAgent)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        String authorization = authorization(integration.http());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpClient client = integration.http().followRedirects() ? following : staying;
        try {
            return meaning.apply(answer(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())));
        } catch (HttpTimeoutException e) {
            return new SendResult.Failed(true, TIMED_OUT, host(url) + " did not answer in time");
        } catch (ConnectException e) {
            return new SendResult.Failed(true, "other", "no connection to " + host(url));
        } catch (IOException e) {
            return new SendResult.Failed(true, "other", "connection to " + host(url) + " broke: " + e.getMessage());
        }
    }

    private static String host(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private Duration timeout(Duration wanted, Duration left) {
        Duration own = wanted.isZero() || wanted.compareTo(requestTimeout) > 0 ? requestTimeout : wanted;
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

    private static SendResult webhookResult(Answer answer) {
        return answer.isOk() ? new SendResult.Delivered() : answer.failedAsWebhook();
    }

    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            String body = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            return new Answer(
                    response.statusCode(),
                    body,
                    response.headers()
                            .firstValue("Retry-After")
                            .map(value -> RetryAfter.read(value, Instant.now()))
                            .orElse(Duration.ZERO));
        }
    }
}
