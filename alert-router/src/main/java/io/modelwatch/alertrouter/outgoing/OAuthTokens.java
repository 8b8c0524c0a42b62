package io.modelwatch.alertrouter.outgoing;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that are fetched with a client's credentials (RFC 6749, 4.4), each kept until shortly before its end. */
final class OAuthTokens {

    private static final Duration EARLY = Duration.ofSeconds(10);
    private static final long UNSAID_SECONDS = 3600;
    private static final int MAX_KEPT = 1000;

    private final Http http;
    private final InstantSource clock;
    private final Map<Credentials.OAuth2, Kept> kept = new ConcurrentHashMap<>();

    OAuthTokens(Http http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    private record Kept(String token, Instant until) {}

    /**
     * A token that is good.
     *
     * @throws Unanswered when the server gives none
     */
    String get(Credentials.OAuth2 client, Duration timeout) throws Unanswered, IOException {
        Kept known = kept.get(client);
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.token();
        }
        Answer answer = ask(client, true, timeout);
        if (answer.status() == 400 || answer.status() == 401) {
            // Some servers want the credentials in the body.
            answer = ask(client, false, timeout);
        }
        JsonNode json = answer.json();
        String token = json.path("access_token").asText();
        if (!answer.isOk() || token.isEmpty()) {
            SendResult.Failed failed = answer.failed();
            throw new Unanswered(
                    new SendResult.Failed(
                            failed.retry(),
                            failed.after(),
                            "authError",
                            "no token from " + Http.host(client.tokenUrl()) + ": status " + answer.status() + " "
                                    + json.path("error").asText()),
                    false);
        }
        long seconds = json.path("expires_in").asLong(UNSAID_SECONDS);
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(
                client,
                new Kept(
                        token, clock.instant().plusSeconds(Math.max(0, seconds)).minus(EARLY)));
        return token;
    }

    /** Forgets a token that the service did not take. */
    void drop(Credentials.OAuth2 client) {
        kept.remove(client);
    }

    private Answer ask(Credentials.OAuth2 client, boolean inHeader, Duration timeout) throws Unanswered, IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!client.scopes().isEmpty()) {
            form.put("scope", String.join(" ", client.scopes()));
        }
        form.putAll(client.params());
        if (!inHeader) {
            form.put("client_id", client.clientId());
            form.put("client_secret", client.clientSecret().reveal());
        }
        HttpSettings settings = new HttpSettings(
                inHeader ? new Credentials.Basic(client.clientId(), client.clientSecret()) : null,
                client.tls(),
                client.proxy(),
                true,
                Map.of(),
                true);
        return http.ask(
                Request.form(client.tokenUrl(), form).with("Accept", "application/json"), settings, "", timeout);
    }
}
