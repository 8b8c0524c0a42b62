package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.receiver.email.Mail;
import io.modelwatch.alertrouter.receiver.email.SmtpServer;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Hands mails to servers, one connection a mail. Blocks: call it from a virtual thread. */
public final class Smtp {

    private static final int PERMANENT = 500;
    private static final int CANNOT_NOW = 421;
    private static final Set<String> ADDRESSES = Set.of("to", "cc", "from", "reply-to", "sender", "bcc");

    private final AddressPolicy policy;
    private final Duration connectTimeout;

    public Smtp(AddressPolicy policy, Duration connectTimeout) {
        this.policy = policy;
        this.connectTimeout = connectTimeout;
    }

    /** What a server answered instead of taking the mail. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient SendResult.Failed failure;

        Refusal(boolean retry, String reason, String detail) {
            super(detail);
            this.failure = new SendResult.Failed(retry, reason, detail);
        }

        /** By the code of an answer: those from 500 are final. */
        static Refusal of(int code, String answer) {
            boolean auth = code == 530 || code == 534 || code == 535 || code == 538;
            String reason = auth ? "authError" : code >= PERMANENT ? "clientError" : "serverError";
            return new Refusal(code < PERMANENT, reason, "the mail server refused: " + oneLine(answer));
        }
    }

    /**
     * Hands over a mail.
     *
     * @param timeout for each answer of the server
     * @return delivered when the server has it for at least one recipient
     * @throws Unanswered when the server did not say whether it has it
     * @throws IOException when a file with a secret or a certificate cannot be read
     */
    public SendResult send(SmtpServer server, Mail mail, Duration timeout) throws Unanswered, IOException {
        Tls tls = new Tls(server.tls());
        Session session = Session.getInstance(properties(server, tls, timeout));
        try {
            MimeMessage message = message(session, mail);
            try (Socket socket = connected(server, tls);
                    SMTPTransport transport = new SMTPTransport(session, name(server))) {
                transport.connect(socket);
                encrypted(transport, server);
                new SmtpLogin(transport, server).run();
                return handedOver(transport, message, mail);
            }
        } catch (Refusal refusal) {
            return refusal.failure;
        } catch (MessagingException e) {
            return failed(e, server);
        }
    }

    private static URLName name(SmtpServer server) {
        return new URLName("smtp", server.host(), server.port(), null, null, null);
    }

    private static Properties properties(SmtpServer server, Tls tls, Duration timeout) {
        String millis = String.valueOf(Math.max(1, timeout.toMillis()));
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", server.hello());
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.reportsuccess", "false");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.allow8bitmime", "false");
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.ssl.socketFactory", new TlsLayer(tls, server, Math.toIntExact(timeout.toMillis())));
        // TlsLayer looks at it, by the name that the settings want.
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        return properties;
    }

    private Socket connected(SmtpServer server, Tls tls) throws Unanswered, IOException {
        InetAddress[] permitted;
        try {
            permitted = Stream.of(InetAddress.getAllByName(server.host()))
                    .filter(each -> policy.permits(server.host(), each, true))
                    .toArray(InetAddress[]::new);
        } catch (UnknownHostException e) {
            throw new Unanswered(new SendResult.Failed(true, "other", "there is no host " + server.host()), false);
        }
        if (permitted.length == 0) {
            throw new Unanswered(
                    new SendResult.Failed(
                            false, "other", String.valueOf(new ForbiddenAddressException(server.host()).getMessage())),
                    false);
        }
        int millis = Math.toIntExact(connectTimeout.toMillis());
        for (InetAddress each : permitted) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(each, server.port()), millis);
                return server.implicitTls() ? tls.upgrade(socket, server.host(), server.port(), millis) : socket;
            } catch (IOException e) {
                socket.close();
                if (each.equals(permitted[permitted.length - 1])) {
                    throw new Unanswered(
                            new SendResult.Failed(
                                    true,
                                    "other",
                                    "no connection to " + server.host() + ":" + server.port() + ": " + e.getMessage()),
                            false);
                }
            }
        }
        throw new IllegalStateException("no address");
    }

    private static void encrypted(SMTPTransport transport, SmtpServer server) throws Refusal {
        if (server.requireTls() && !transport.isSSL()) {
            throw new Refusal(false, "other", "the mail server does not offer STARTTLS, and require_tls is true");
        }
    }

    private static SendResult handedOver(SMTPTransport transport, MimeMessage message, Mail mail)
            throws MessagingException, Unanswered, Refusal {
        Address[] recipients = new Address[mail.to().size()];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = new InternetAddress(mail.to().get(i), false);
        }
        try {
            transport.sendMessage(message, recipients);
            return new SendResult.Delivered();
        } catch (SendFailedException e) {
            if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
                return new SendResult.Delivered(Map.of(), "refused recipients: " + refused(e));
            }
            if (e instanceof SMTPSendFailedException sent && sent.getReturnCode() < 0) {
                throw unknown(e);
            }
            throw refusal(e);
        } catch (MessagingException e) {
            throw unknown(e);
        }
    }

    private static Unanswered unknown(MessagingException e) {
        // After the whole text was sent the server may have it.
        return new Unanswered(
                new SendResult.Failed(true, "other", "the mail server did not answer: " + cause(e)), true);
    }

    private static String refused(SendFailedException e) {
        List<String> refused = new ArrayList<>();
        for (Exception next = e.getNextException();
                next instanceof MessagingException each;
                next = each.getNextException()) {
            if (each instanceof SMTPAddressFailedException address) {
                refused.add(
                        address.getAddress().getAddress() + " (" + oneLine(String.valueOf(address.getMessage())) + ")");
            }
        }
        return refused.stream().collect(Collectors.joining(", "));
    }

    private static Refusal refusal(SendFailedException e) {
        if (e instanceof SMTPSendFailedException sent && sent.getReturnCode() > 0) {
            return Refusal.of(sent.getReturnCode(), String.valueOf(sent.getMessage()));
        }
        if (e instanceof SMTPSenderFailedException sender && sender.getReturnCode() > 0) {
            return Refusal.of(sender.getReturnCode(), String.valueOf(sender.getMessage()));
        }
        int best = PERMANENT + 50;
        String answer = String.valueOf(e.getMessage());
        for (Exception next = e; next instanceof MessagingException each; next = each.getNextException()) {
            if (each instanceof SMTPAddressFailedException address && address.getReturnCode() < best) {
                best = address.getReturnCode();
                answer = String.valueOf(address.getMessage());
            }
        }
        return Refusal.of(best, answer);
    }

    private static SendResult failed(MessagingException e, SmtpServer server) {
        if (e.getMessage() != null && e.getMessage().contains(String.valueOf(CANNOT_NOW))) {
            return new SendResult.Failed(true, "serverError", "the mail server refused: " + oneLine(e.getMessage()));
        }
        return new SendResult.Failed(
                true, "other", "talking to " + server.host() + ":" + server.port() + " failed: " + cause(e));
    }

    private static String cause(MessagingException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return oneLine(String.valueOf(cause.getMessage()));
    }

    static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ").strip();
    }

    private static MimeMessage message(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() {
                // It has one.
            }
        };
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(mail.text(), "plain"));
        if (!mail.html().isEmpty()) {
            parts.addBodyPart(part(mail.html(), "html"));
        }
        message.setContent(parts);
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), encoded(header.getKey(), header.getValue()));
        }
        if (message.getRecipients(RecipientType.TO) == null) {
            message.setRecipients(RecipientType.TO, mail.to().getFirst());
        }
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    /** Of addresses only the names are encoded. */
    private static String encoded(String name, String value) throws MessagingException {
        try {
            if (ADDRESSES.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                List<String> addresses = new ArrayList<>();
                for (InternetAddress each : InternetAddress.parse(value, false)) {
                    if (each.getPersonal() != null) {
                        each.setPersonal(each.getPersonal(), "UTF-8");
                    }
                    addresses.add(each.toString());
                }
                return String.join(", ", addresses);
            }
            return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, "UTF-8", "Q"));
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("no UTF-8", e);
        }
    }
}
