package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.yaml.ConfigException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail: with a real server, and with one that refuses as the test says. */
class EmailTest extends ChannelFixture {

    private static GreenMail greenMail(String protocol) {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        mail.setUser("ops@example.com", "ops", SECRET);
        mail.start();
        return mail;
    }

    private static int port(GreenMail mail) {
        return mail.getSmtp() == null
                ? mail.getSmtps().getPort()
                : mail.getSmtp().getPort();
    }

    private static Channel email(int port, String more) {
        return only(config(
                "smtp_smarthost: '127.0.0.1:" + port
                        + "', smtp_from: 'Alerts <alerts@example.com>', smtp_require_tls: false",
                "email_configs:\n- to: 'Ops <ops@example.com>, second@example.com'\n  send_resolved: true\n" + more));
    }

    private static String part(MimeMessage mail, int index) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        return (String) parts.getBodyPart(index).getContent();
    }

    @Test
    void mailHasTheShippedTextsInBothParts() throws Exception {
        GreenMail server = greenMail("smtp");
        try {
            Channel channel =
                    email(port(server), "  headers: {X-Priority: '1', Subject: '告警 {{ .Status }}\r\nX-Evil: 1'}\n");

            assertDelivered(send(channel, FIRING));

            MimeMessage mail = server.getReceivedMessages()[0];
            assertEquals(2, server.getReceivedMessages().length);
            assertEquals("告警 firing X-Evil: 1", mail.getSubject());
            assertEquals(null, mail.getHeader("X-Evil"));
            assertEquals("1", mail.getHeader("X-Priority")[0]);
            assertEquals("auto-generated", mail.getHeader("Auto-Submitted")[0]);
            assertEquals("<key@example.com>", mail.getMessageID());
            assertTrue(mail.getContentType().startsWith("multipart/alternative"), mail.getContentType());
            assertTrue(part(mail, 0).contains("summary = 延迟 <high>"), part(mail, 0));
            assertTrue(part(mail, 1).contains("延迟 &lt;high&gt;"), part(mail, 1));
            String raw = new String(mail.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(raw.lines().allMatch(line -> line.length() <= 76), raw);
            assertTrue(raw.contains("quoted-printable"), raw);
        } finally {
            server.stop();
        }
    }

    @Test
    void mailsOfAGroupAreOneThread() throws Exception {
        GreenMail server = greenMail("smtp");
        try {
            Talk talk =
                    new Talk(email(port(server), "  threading: {enabled: true, thread_by_date: none}\n"), FollowUp.NEW);

            assertDelivered(talk.tell(FIRING));
            assertDelivered(talk.tell(RESOLVED));

            MimeMessage[] mails = server.getReceivedMessages();
            String thread = "<alert-" + DEDUP_KEY.substring(0, 16) + "-@alertmanager>";
            for (MimeMessage mail : mails) {
                assertEquals(thread, mail.getHeader("References")[0]);
                assertEquals(thread, mail.getHeader("In-Reply-To")[0]);
            }
            assertEquals(4, mails.length);
        } finally {
            server.stop();
        }
    }

    @Test
    void mailGoesOutEncryptedFromTheFirstByteWhereThatIsWanted() throws Exception {
        GreenMail server = greenMail("smtps");
        try {
            String login = "  auth_username: ops\n  auth_password: " + SECRET + "\n  force_implicit_tls: true\n";

            assertDelivered(send(email(port(server), login + "  tls_config: {insecure_skip_verify: true}\n"), FIRING));
            assertEquals(2, server.getReceivedMessages().length);
            SendResult.Failed untrusted = failed(email(port(server), login));
            assertTrue(untrusted.detail().contains("no connection"), untrusted.detail());
        } finally {
            server.stop();
        }
    }

    @Test
    void wrongPasswordIsFinalAndNotShown() throws Exception {
        GreenMail server = greenMail("smtp");
        try {
            SendResult.Failed refused =
                    failed(email(port(server), "  auth_username: ops\n  auth_password: " + TOKEN + "\n"));

            assertFalse(refused.retry());
            assertEquals("authError", refused.reason());
            assertDelivered(
                    send(email(port(server), "  auth_username: ops\n  auth_password: " + SECRET + "\n"), FIRING));
        } finally {
            server.stop();
        }
    }

    // A server that does as it is told

    @ParameterizedTest
    @CsvSource({
        "'CRAM-MD5 PLAIN', auth_secret, CRAM-MD5",
        "'LOGIN PLAIN', auth_password, LOGIN",
        "'DIGEST-MD5 PLAIN LOGIN', auth_password, PLAIN",
        "'CRAM-MD5 LOGIN', auth_password, LOGIN",
        "'XOAUTH2', auth_password, XOAUTH2"
    })
    void firstWayToLogInForWhichThereAreCredentialsIsTaken(String offered, String key, String taken) throws Exception {
        try (SmtpFake server = new SmtpFake(offered, false)) {
            assertDelivered(
                    send(email(server.port(), "  auth_username: ops\n  " + key + ": " + SECRET + "\n"), FIRING));

            assertEquals(taken + " ops " + SECRET, server.login());
            assertTrue(server.mail().contains("\r\nSubject: [FIRING:2] HighLatency c1"), server.mail());
        }
    }

    @Test
    void connectionIsEncryptedByStarttlsBeforeThePasswordIsSent() throws Exception {
        try (SmtpFake server = new SmtpFake("PLAIN", true)) {
            Channel channel = email(
                    server.port(),
                    "  require_tls: true\n  auth_username: ops\n  auth_password: " + SECRET
                            + "\n  tls_config: {insecure_skip_verify: true}\n");

            assertDelivered(send(channel, FIRING));

            assertTrue(server.encrypted());
            assertEquals("PLAIN ops " + SECRET, server.login());
        }
    }

    @Test
    void serverWithoutEncryptionOrLoginIsRefusedWhenTheyAreWanted() throws Exception {
        try (SmtpFake server = new SmtpFake("", false)) {
            assertTrue(failed(email(server.port(), "  require_tls: true\n"))
                    .detail()
                    .contains("STARTTLS"));
            SendResult.Failed noLogin = failed(email(server.port(), "  auth_username: ops\n  auth_password: x\n"));
            assertTrue(noLogin.detail().contains("offers no AUTH"), noLogin.detail());
            assertFalse(noLogin.retry());
            assertEquals("", server.mail());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 try later, true",
        "MAIL, 550 no, false",
        "RCPT, 450 greylisted, true",
        "RCPT, 550 unknown, false",
        "DATA, 421 closing, true",
        ".., 554 spam, false",
        ".., 452 full, true"
    })
    void refusalsAreUnderstoodByTheirCode(String verb, String answer, boolean retry) throws Exception {
        try (SmtpFake server = new SmtpFake("", false)) {
            server.refuse(verb, answer);

            SendResult.Failed refused = failed(email(server.port(), ""));

            assertEquals(retry, refused.retry(), refused.detail());
        }
    }

    @Test
    void acceptedRecipientsGetTheMailAndTheOthersAreReported() throws Exception {
        try (SmtpFake server = new SmtpFake("", false)) {
            server.refuse("RCPT TO:<second", "550 unknown");

            SendResult.Delivered delivered = (SendResult.Delivered) send(email(server.port(), ""), FIRING);

            assertTrue(delivered.note().contains("second@example.com"), delivered.note());
            assertTrue(server.mail().contains("HighLatency"));
        }
    }

    @Test
    void mailThatWasNotConfirmedIsSentAgainWithTheSameId() throws Exception {
        try (SmtpFake server = new SmtpFake("", false)) {
            server.refuse("..", "");
            Channel channel = email(server.port(), "");

            assertTrue(failed(channel).retry());
            String first = id(server.mail());
            server.refuse("..", "250 ok");
            assertDelivered(send(channel, FIRING));

            assertEquals(first, id(server.mail()));
        }
    }

    private static String id(String mail) {
        return mail.lines()
                .filter(line -> line.startsWith("Message-Id:"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{to: ''} | missing to address",
                "{to: a@b, smarthost: mail} | must be host:port",
                "{to: a@b, headers: {a: x, A: y}} | duplicate header",
                "{to: a@b, threading: {enabled: true}} | thread_by_date must be daily or none",
                "{to: a@b, threading: {enabled: true, thread_by_date: daily}, headers: {references: x}} | threading",
                "{to: a@b, html: '{{ nofunc }}'} | function \"nofunc\" not defined"
            })
    void badMailConfigurationIsRefused(String config, String reason) {
        ConfigException refusal = assertThrows(
                ConfigException.class,
                () -> config("smtp_smarthost: 'mail:25', smtp_from: a@b", "email_configs: [" + config + "]"));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }
}
