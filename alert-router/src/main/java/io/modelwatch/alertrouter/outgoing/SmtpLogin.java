package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.outgoing.Smtp.Refusal;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.email.SmtpServer;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Proves to a mail server who asks: by the first way of the server's list for which there are credentials. */
final class SmtpLogin {

    private static final int GO_ON = 334;
    private static final int DONE = 235;
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    private final SMTPTransport transport;
    private final SmtpServer server;

    SmtpLogin(SMTPTransport transport, SmtpServer server) {
        this.transport = transport;
        this.server = server;
    }

    /**
     * Logs in, if there are credentials.
     *
     * @throws Refusal when the server does not take them, or offers no way to give them
     * @throws IOException when a file with a secret cannot be read
     */
    void run() throws Refusal, MessagingException, IOException {
        if (server.login().isEmpty()) {
            return;
        }
        SmtpServer.Login login = server.login().get();
        String offered = transport.getExtensionParameter("AUTH");
        if (offered == null || offered.isBlank()) {
            throw new Refusal(false, "authError", "there are credentials, but the mail server offers no AUTH");
        }
        for (String way : offered.strip().toUpperCase(Locale.ROOT).split("\\s+", -1)) {
            if (tried(way, login)) {
                return;
            }
        }
        throw new Refusal(
                false,
                "authError",
                "there are no credentials for what the mail server offers: AUTH " + offered.strip());
    }

    private boolean tried(String way, SmtpServer.Login login) throws Refusal, MessagingException, IOException {
        Optional<Secret> wanted = "CRAM-MD5".equals(way) ? login.secret() : login.password();
        if (wanted.isEmpty()) {
            return false;
        }
        String secret = wanted.get().reveal();
        switch (way) {
            case "CRAM-MD5" -> {
                expect("AUTH CRAM-MD5", GO_ON);
                expect(base64(login.user() + " " + hmacMd5(secret, challenge())), DONE);
            }
            case "PLAIN" -> {
                encrypted(way);
                expect("AUTH PLAIN " + base64(login.identity() + "\0" + login.user() + "\0" + secret), DONE);
            }
            case "LOGIN" -> {
                encrypted(way);
                expect("AUTH LOGIN", GO_ON);
                answer(login.user(), secret, GO_ON);
                answer(login.user(), secret, DONE);
            }
            case "XOAUTH2" -> {
                encrypted(way);
                expect("AUTH XOAUTH2 " + base64("user=" + login.user() + "\1auth=Bearer " + secret + "\1\1"), DONE);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What is asked for, and nothing else. */
    private void answer(String user, String secret, int then) throws Refusal, MessagingException {
        String asked = challenge().toLowerCase(Locale.ROOT).strip();
        switch (asked) {
            case "username:", "user name" -> expect(base64(user), then);
            case "password:", "password" -> expect(base64(secret), then);
            default ->
                throw new Refusal(false, "authError", "the mail server asks for something unknown in AUTH LOGIN");
        }
    }

    private void encrypted(String way) throws Refusal {
        if (!transport.isSSL() && !LOCAL.contains(server.host())) {
            throw new Refusal(false, "authError", "AUTH " + way + " is not used without encryption");
        }
    }

    private String challenge() {
        String answer = String.valueOf(transport.getLastServerResponse()).strip();
        try {
            return new String(
                    Base64.getDecoder()
                            .decode(answer.length() > 4 ? answer.substring(4).strip() : ""),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void expect(String command, int code) throws Refusal, MessagingException {
        int answered = transport.simpleCommand(command);
        if (answered != code) {
            throw Refusal.of(answered, "AUTH: " + transport.getLastServerResponse());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmacMd5(String secret, String challenge) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
