package io.modelwatch.alertrouter.receiver.phone;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Signature;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells one telephone by Twilio: a short message, or a call that asks for a key.
 *
 * @param call whether it is a call
 * @param url of the service
 * @param account its identifier
 * @param token of the account
 * @param from the number or messaging service that sends
 * @param number of the telephone
 * @param text a template
 * @param language of the voice, such as zh-CN
 */
public record Twilio(
        ChannelBasics basics,
        boolean call,
        URI url,
        String account,
        Secret token,
        String from,
        String number,
        String text,
        String language)
        implements Channel {

    /** The key that acknowledges. */
    public static final String ACKNOWLEDGE = "1";

    /** Where the answer to a call is taken, below the address of this service. */
    public static final String ANSWER_PATH = "/api/v1/voice/answer";

    private static final int SEGMENTS = 3;
    private static final int PLAIN_SEGMENT = 153;
    private static final int OTHER_SEGMENT = 67;
    private static final int MAX_SPOKEN = 1500;
    private static final Duration UNKNOWN = Duration.ofSeconds(30);
    private static final Set<Integer> LATER = Set.of(20_429, 21_611, 22_005);

    @Override
    public String kind() {
        return call ? "voice" : "sms";
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("To", number);
        form.put(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
        String rendered = basics.templates().render("", text, message.data()).strip();
        if (call) {
            String answer = message.data().externalUrl() + ANSWER_PATH + "?delivery=" + exchange.key();
            form.put("Twiml", question(rendered, answer));
        } else {
            form.put("Body", cut(rendered));
        }
        if (exchange.attempt() > 1 && arrived(exchange, form)) {
            return new SendResult.Delivered(Map.of(), "found among what was sent");
        }
        try {
            return understood(ask(exchange, Request.form(resource(""), form)));
        } catch (Unanswered e) {
            // It may have gone out, costs money and wakes people: once more at most.
            return e.maybeArrived() ? Aliyun.unknown(exchange, e.failure(), UNKNOWN) : e.failure();
        }
    }

    private URI resource(String query) {
        String base = url.toString().endsWith("/") ? url.toString() : url + "/";
        return ReceiverReader.checked(
                base + "2010-04-01/Accounts/" + account + (call ? "/Calls.json" : "/Messages.json") + query);
    }

    private Answer ask(Exchange exchange, Request request) throws Unanswered, IOException, InterruptedException {
        String credentials = account + ":" + token.reveal();
        return exchange.ask(request.with(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
    }

    /** Whether an earlier attempt is among what was sent to the number today. */
    private boolean arrived(Exchange exchange, Map<String, String> form)
            throws Unanswered, IOException, InterruptedException {
        LocalDate today = exchange.now().atOffset(ZoneOffset.UTC).toLocalDate();
        String query = "?" + Request.query(Map.of("To", number)) + "&" + (call ? "StartTime" : "DateSent") + "=" + today
                + "&PageSize=20";
        Answer answer = ask(exchange, Request.get(resource(query)));
        for (JsonNode each : answer.json().path(call ? "calls" : "messages")) {
            boolean same = call
                    ? Set.of("queued", "ringing", "in-progress")
                            .contains(each.path("status").asText())
                    : each.path("body").asText().equals(form.get("Body"));
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** What a call says, and where the key goes that is pressed. */
    private String question(String spoken, String answer) {
        String said = spoken.length() > MAX_SPOKEN ? spoken.substring(0, MAX_SPOKEN) : spoken;
        return "<Response><Gather numDigits=\"1\" timeout=\"8\" actionOnEmptyResult=\"true\" action=\"" + xml(answer)
                + "\"><Say language=\"" + xml(language) + "\" loop=\"2\">" + xml(said)
                + "</Say></Gather><Hangup/></Response>";
    }

    /** What a call says at its end. */
    public static String goodbye(String language, String spoken) {
        return "<Response><Say language=\"" + xml(language) + "\">" + xml(spoken) + "</Say><Hangup/></Response>";
    }

    private static String xml(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** One character that is not plain makes all of them cost more. */
    static String cut(String text) {
        boolean plain = text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127 && "`[]{}\\^~|".indexOf(c) < 0));
        int most = SEGMENTS * (plain ? PLAIN_SEGMENT : OTHER_SEGMENT);
        if (text.length() <= most) {
            return text;
        }
        int end = most - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }

    private static SendResult understood(Answer answer) {
        if (answer.isOk() && !answer.json().path("sid").asText().isEmpty()) {
            return new SendResult.Delivered();
        }
        if (LATER.contains(answer.json().path("code").asInt())) {
            return answer.refused(true, UNKNOWN, "rateLimited");
        }
        return answer.isOk() ? answer.refused(false, Duration.ZERO, "clientError") : answer.failed();
    }

    /**
     * Whether a request comes from Twilio.
     *
     * @param address as Twilio was told it
     * @param parameters of the posted form
     * @param signature of the request
     * @throws IOException when the file that holds the token cannot be read
     */
    public boolean signed(String address, Map<String, String> parameters, String signature) throws IOException {
        StringBuilder signed = new StringBuilder(address);
        new TreeMap<>(parameters).forEach((name, value) -> signed.append(name).append(value));
        byte[] wanted = Signature.mac("HmacSHA1", token.reveal().getBytes(StandardCharsets.UTF_8), signed.toString());
        byte[] given;
        try {
            given = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(wanted, given);
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(1, call ? Duration.ofMinutes(1) : Duration.ofSeconds(1)));
    }

    @Override
    public String target() {
        return number;
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
