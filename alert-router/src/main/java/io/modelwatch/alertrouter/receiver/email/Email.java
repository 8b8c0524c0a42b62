package io.modelwatch.alertrouter.receiver.email;

import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.HttpShown;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Tells people by mail.
 *
 * @param server that takes it
 * @param from one address, a template
 * @param to addresses separated by commas, a template
 * @param headers by name, templates
 * @param html the part with markup, a template; empty for none
 * @param text the plain part, a template
 * @param threading how the mails of a group are tied together
 */
public record Email(
        ChannelBasics basics,
        SmtpServer server,
        String from,
        String to,
        Map<String, String> headers,
        String html,
        String text,
        Threading threading)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "email";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final int KEY_DIGITS = 16;

    /** How the mails of a group are tied together. */
    public enum Threading {
        NO,
        /** One thread for each group and day. */
        DAILY,
        /** One thread for each group. */
        FOREVER
    }

    public Email {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException {
        UnaryOperator<String> render = basics.renderer(message);
        List<String> senders = Addresses.parse(render.apply(from));
        if (senders.size() != 1) {
            throw new IllegalArgumentException("from must be exactly one address");
        }
        List<String> recipients = Addresses.parse(render.apply(to));
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("to names nobody");
        }
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> all.put(name, oneLine(render.apply(value))));
        all.putIfAbsent("Subject", oneLine(render.apply("{{ template \"email.default.subject\" . }}")));
        all.putIfAbsent("To", oneLine(render.apply(to)));
        all.putIfAbsent("From", oneLine(render.apply(from)));
        // The same for every attempt, so that a mail which arrived twice can be told.
        all.putIfAbsent("Message-Id", "<" + exchange.key() + "@" + domain(senders.getFirst()) + ">");
        ZonedDateTime now = exchange.now().atZone(ZoneId.systemDefault());
        if (threading != Threading.NO) {
            String day = threading == Threading.DAILY ? now.toLocalDate().toString() : "";
            String thread = "<alert-" + message.dedupKey().substring(0, KEY_DIGITS) + "-" + day + "@alertmanager>";
            all.put("References", thread);
            all.put("In-Reply-To", thread);
        }
        all.putIfAbsent("Date", DATE.format(now));
        all.putIfAbsent("Auto-Submitted", "auto-generated");
        String markup = html.isEmpty() ? "" : basics.templates().renderHtml("", html, message.data());
        return exchange.mail(server, new Mail(senders.getFirst(), recipients, all, render.apply(text), markup));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** What an alert says must not begin another header. */
    private static String oneLine(String value) {
        return value.replaceAll("[\\r\\n]+", " ").strip();
    }

    @Override
    public String target() {
        return server.host() + ":" + server.port();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("to", to);
        map.put("from", from);
        map.put("hello", server.hello());
        map.put("smarthost", server.host() + ":" + server.port());
        server.login().ifPresent(login -> {
            map.put("auth_username", login.user());
            login.password().ifPresent(secret -> ReceiverReader.show(map, "auth_password", secret));
            login.secret().ifPresent(secret -> map.put("auth_secret", "<secret>"));
            map.put("auth_identity", login.identity());
        });
        Map<String, Object> shown = new LinkedHashMap<>();
        headers.forEach(shown::put);
        map.put("headers", shown);
        map.put("html", html);
        if (!text.equals(EmailReader.TEXT)) {
            map.put("text", text);
        }
        map.put("require_tls", server.requireTls());
        HttpShown.tls(map, server.tls());
        return Optional.of(map);
    }

    /** Addresses in a list with commas, in the forms {@code a@b} and {@code Name <a@b>}. */
    static final class Addresses {

        private Addresses() {}

        /**
         * The bare addresses.
         *
         * @throws IllegalArgumentException when one is none
         */
        static List<String> parse(String text) {
            return Arrays.stream(split(text))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .map(Addresses::bare)
                    .toList();
        }

        /** At commas outside of quotes. */
        private static String[] split(String text) {
            return text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
        }

        private static String bare(String text) {
            int open = text.lastIndexOf('<');
            String address = open >= 0 && text.endsWith(">") ? text.substring(open + 1, text.length() - 1) : text;
            int at = address.lastIndexOf('@');
            boolean good = at > 0
                    && at < address.length() - 1
                    && address.chars().noneMatch(c -> c <= ' ' || c == 127 || c == '<' || c == '>' || c == ',');
            if (!good) {
                throw new IllegalArgumentException("\"" + text + "\" is no mail address");
            }
            return address;
        }
    }
}
