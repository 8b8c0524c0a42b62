package io.modelwatch.alertrouter.receiver.sns;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.AwsSignature;
import io.modelwatch.alertrouter.receiver.AwsSignature.Keys;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the keys for Amazon come from: the configuration, else the environment, else the file that Amazon's tools use;
 * with a role, keys that hold for an hour are fetched with them.
 *
 * @param keys of the configuration
 * @param profile within the file; empty for the default one
 * @param role whose keys are fetched; empty for none
 * @param tokenService where they are fetched
 */
record AwsCredentials(Optional<Inline> keys, String profile, String role, URI tokenService) {

    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Map<String, Borrowed> BORROWED = new ConcurrentHashMap<>();

    /** Keys of the configuration. */
    record Inline(Secret access, Secret secret) {}

    private record Borrowed(Keys keys, Instant until) {}

    /** Keys that are good now. */
    Keys get(Exchange exchange, String region) throws Unanswered, IOException, InterruptedException {
        Keys own = own();
        if (role.isEmpty()) {
            return own;
        }
        Borrowed known = BORROWED.get(role + "\0" + own.access());
        if (known != null && exchange.now().isBefore(known.until())) {
            return known.keys();
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "AssumeRole");
        form.put("Version", "2011-06-15");
        form.put("RoleArn", role);
        form.put("RoleSessionName", "alert-router");
        Answer answer =
                exchange.ask(AwsSignature.signed(Request.form(tokenService, form), own, region, "sts", exchange.now()));
        if (!answer.isOk()) {
            throw new Unanswered(answer.failed(), false);
        }
        Keys keys = new Keys(
                Sns.element(answer.body(), "AccessKeyId"),
                Sns.element(answer.body(), "SecretAccessKey"),
                Sns.element(answer.body(), "SessionToken"));
        Instant until = Instant.parse(Sns.element(answer.body(), "Expiration")).minus(EARLY);
        BORROWED.put(role + "\0" + own.access(), new Borrowed(keys, until));
        return keys;
    }

    private Keys own() throws IOException {
        if (keys.isPresent()) {
            return new Keys(keys.get().access().reveal(), keys.get().secret().reveal(), "");
        }
        String access = variable("AWS_ACCESS_KEY_ID");
        if (!access.isEmpty() && profile.isEmpty()) {
            return new Keys(access, variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN"));
        }
        String file = variable("AWS_SHARED_CREDENTIALS_FILE");
        Path path = file.isEmpty() ? Path.of(System.getProperty("user.home"), ".aws", "credentials") : Path.of(file);
        return fromFile(path, profile.isEmpty() ? "default" : profile);
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }

    static Keys fromFile(Path path, String profile) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(path)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                inside = text.equals("[" + profile + "]");
            } else if (inside && text.indexOf('=') > 0) {
                found.put(
                        text.substring(0, text.indexOf('=')).strip(),
                        text.substring(text.indexOf('=') + 1).strip());
            }
        }
        String access = found.getOrDefault("aws_access_key_id", "");
        if (access.isEmpty()) {
            throw new IOException("there are no keys for Amazon: neither in sigv4, nor in the environment, nor for the"
                    + " profile " + profile + " in " + path);
        }
        return new Keys(
                access, found.getOrDefault("aws_secret_access_key", ""), found.getOrDefault("aws_session_token", ""));
    }
}
