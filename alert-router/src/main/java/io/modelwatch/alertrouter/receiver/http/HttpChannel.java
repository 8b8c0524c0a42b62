package io.modelwatch.alertrouter.receiver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.modelwatch.alertrouter.receiver.Trees;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Tells any service that takes HTTP.
 *
 * @param create the request for something new, and for changes unless there is another one
 * @param update the request for changes
 * @param resolve the request for the end of all alerts
 * @param success what an answer must be like
 * @param retry what an answer is like that may be another one in a moment
 * @param externalId where in an answer the identifier stands that later requests may use, as a JSON pointer
 * @param recipients what templates see as {@code .Recipients}
 * @param rates of the service
 * @param maxBytes most bytes of a body
 */
record HttpChannel(
        ChannelBasics basics,
        Call create,
        Optional<Call> update,
        Optional<Call> resolve,
        Expected success,
        Expected retry,
        String externalId,
        List<String> recipients,
        List<Rate> rates,
        int maxBytes)
        implements Channel {

    /** The kind of integration. */
    static final String KIND = "http";

    private static final String ID = "id";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public HttpChannel {
        recipients = List.copyOf(recipients);
        rates = List.copyOf(rates);
    }

    /** What kind of body a request has. */
    enum BodyKind {
        TEXT,
        JSON,
        FORM
    }

    /**
     * A request: all of its texts are templates.
     *
     * @param body a text, a tree for JSON, or a map for a form
     */
    record Call(
            Secret url,
            String method,
            Map<String, String> headers,
            Map<String, String> query,
            BodyKind kind,
            Object body,
            Optional<Sign> sign) {}

    /** How a request proves who sends it. */
    sealed interface Sign {

        /** In the query, as DingTalk's robots want it. */
        record DingTalk(Secret secret) implements Sign {}

        /** In the body, as Feishu's robots want it. */
        record Feishu(Secret secret) implements Sign {}

        /**
         * In a header.
         *
         * @param algorithm as Java names it
         * @param message what is signed, a template that may use {@code .Body}
         */
        record Hmac(String algorithm, Secret key, String header, String message, boolean hex) implements Sign {}
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String known = exchange.remembered().getOrDefault(ID, "");
        Call call = create;
        if (!message.firing() && resolve.isPresent()) {
            call = resolve.get();
        } else if (!known.isEmpty() && update.isPresent()) {
            call = update.get();
        }
        Answer answer = exchange.ask(request(call, message, exchange, known));
        if (success.holds(answer)) {
            String id = externalId.isEmpty() ? "" : answer.json().at(externalId).asText();
            String kept = id.isEmpty() ? known : id;
            return new SendResult.Delivered(kept.isEmpty() ? Map.of() : Map.of(ID, kept));
        }
        if (retry.holds(answer)) {
            return answer.refused(true, Duration.ZERO, answer.status() == 429 ? "rateLimited" : "serverError");
        }
        return answer.isOk() ? answer.refused(false, Duration.ZERO, "clientError") : answer.failed();
    }

    private Request request(Call call, Message message, Exchange exchange, String known) throws IOException {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("GroupKey", message.groupKey());
        more.put("DedupKey", message.dedupKey());
        more.put("Timestamp", String.valueOf(exchange.now().getEpochSecond()));
        more.put("TimestampMs", String.valueOf(exchange.now().toEpochMilli()));
        more.put("Nonce", UUID.randomUUID().toString());
        more.put("Recipients", String.join(",", recipients));
        more.put("ExternalID", known);
        int count = message.data().alerts().size();
        String body = body(call, render(message, more));
        while (Request.bytes(body) > maxBytes && count > 1) {
            count /= 2;
            body = body(call, render(message.first(count), more));
        }
        if (Request.bytes(body) > maxBytes) {
            throw new IllegalArgumentException("the body is longer than max_bytes, " + maxBytes);
        }
        UnaryOperator<String> render = render(message, more);
        Map<String, String> query = new LinkedHashMap<>();
        call.query().forEach((name, value) -> query.put(name, render.apply(value)));
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach((name, value) -> headers.put(name, render.apply(value)));
        body = signed(call, body, query, headers, more, message);
        String address = render.apply(call.url().reveal());
        String full = query.isEmpty() ? address : address + (address.contains("?") ? "&" : "?") + Request.query(query);
        String type = switch (call.kind()) {
            case JSON -> "application/json";
            case FORM -> "application/x-www-form-urlencoded";
            case TEXT -> "text/plain; charset=utf-8";
        };
        String own = headers.entrySet().stream()
                .filter(each -> "content-type".equalsIgnoreCase(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(type);
        headers.keySet().removeIf("content-type"::equalsIgnoreCase);
        return new Request(call.method(), ReceiverReader.checked(full), headers, own, body);
    }

    private UnaryOperator<String> render(Message message, Map<String, String> more) {
        return text -> basics.templates().render("", text, message.data(), more);
    }

    private static String body(Call call, UnaryOperator<String> render) {
        return switch (call.kind()) {
            case TEXT -> render.apply(String.valueOf(call.body()));
            case JSON -> Request.json(Trees.valued(call.body(), render));
            case FORM -> {
                Map<String, String> form = new LinkedHashMap<>();
                if (call.body() instanceof Map<?, ?> fields) {
                    fields.forEach(
                            (name, value) -> form.put(String.valueOf(name), render.apply(String.valueOf(value))));
                }
                yield Request.query(form);
            }
        };
    }

    private String signed(
            Call call,
            String body,
            Map<String, String> query,
            Map<String, String> headers,
            Map<String, String> more,
            Message message)
            throws IOException {
        if (call.sign().isEmpty()) {
            return body;
        }
        switch (call.sign().get()) {
            case Sign.DingTalk(Secret secret) -> {
                String time = more.getOrDefault("TimestampMs", "");
                query.put("timestamp", time);
                query.put("sign", Signature.hmacSha256(secret.reveal(), time + "\n" + secret.reveal()));
            }
            case Sign.Feishu(Secret secret) -> {
                String time = more.getOrDefault("Timestamp", "");
                JsonNode json = MAPPER.readTree(body);
                if (!(json instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("only a body that is a JSON object can be signed so");
                }
                object.put("timestamp", time);
                object.put("sign", Signature.hmacSha256(time + "\n" + secret.reveal(), ""));
                return MAPPER.writeValueAsString(object);
            }
            case Sign.Hmac hmac -> {
                Map<String, String> withBody = new LinkedHashMap<>(more);
                withBody.put("Body", body);
                byte[] mac = Signature.mac(
                        hmac.algorithm(),
                        hmac.key().reveal().getBytes(StandardCharsets.UTF_8),
                        render(message, withBody).apply(hmac.message()));
                headers.put(
                        hmac.header(),
                        hmac.hex()
                                ? HexFormat.of().formatHex(mac)
                                : Base64.getEncoder().encodeToString(mac));
            }
        }
        return body;
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return create.url().reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
