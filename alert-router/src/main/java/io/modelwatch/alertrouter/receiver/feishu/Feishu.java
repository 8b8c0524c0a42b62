package io.modelwatch.alertrouter.receiver.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Signature;
import io.modelwatch.alertrouter.template.NotificationData;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a Feishu or Lark group by its robot.
 *
 * @param url of the robot
 * @param secret signs requests, when the robot wants that
 * @param card whether the message is a card; else plain text
 * @param title of the card, a template
 * @param text a template
 * @param users who is called by id
 * @param everybody whether all are called
 */
public record Feishu(
        ChannelBasics basics,
        Secret url,
        Optional<Secret> secret,
        boolean card,
        String title,
        String text,
        List<String> users,
        boolean everybody)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "feishu";

    private static final int MAX_BYTES = 18_000;
    private static final int TOO_FAST = 11_232;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    public Feishu {
        users = List.copyOf(users);
    }

    /** Reads one element of {@code feishu_configs}. */
    public static Feishu read(ChannelYaml yaml) {
        Feishu read = new Feishu(
                yaml.basics(true),
                yaml.requiredSecretUrl("webhook_url"),
                yaml.secret("secret"),
                yaml.map().get("message_type", Feishu::isCard, true),
                yaml.template("title", "{{ template \"feishu.default.title\" . }}"),
                yaml.template("text", "{{ template \"feishu.default.text\" . }}"),
                yaml.texts("at_user_ids"),
                yaml.map().get("at_all", Yaml::bool, false));
        yaml.map().noOthers();
        return read;
    }

    private static boolean isCard(Yaml yaml) {
        return switch (yaml.text()) {
            case "card" -> true;
            case "text" -> false;
            default -> throw yaml.error("must be card or text, not \"" + yaml.text() + "\"");
        };
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        Map<String, Object> signed = new LinkedHashMap<>();
        if (secret.isPresent()) {
            long timestamp = now.getEpochSecond();
            signed.put("timestamp", String.valueOf(timestamp));
            signed.put("sign", sign(secret.get().reveal(), timestamp));
        }
        String headline = basics.templates().render("", title, message.data());
        String body = Cut.fitting(
                message,
                MAX_BYTES,
                each -> basics.templates().render("", text, each.data()),
                content -> body(signed, headline, content, message.data()));
        return new Request(ReceiverReader.checked(url.reveal()), body);
    }

    /** What proves that the sender knows the secret: time and secret are the key, and nothing is what it signs. */
    static String sign(String secret, long seconds) {
        return Signature.hmacSha256(seconds + "\n" + secret, "");
    }

    private String body(Map<String, Object> signed, String headline, String content, NotificationData data) {
        Map<String, Object> body = new LinkedHashMap<>(signed);
        if (!card) {
            body.put("msg_type", "text");
            body.put("content", Map.of("text", headline + "\n" + content + mentions("<at user_id=\"", "\">", "</at>")));
            return Request.json(body);
        }
        Map<String, Object> markdown = new LinkedHashMap<>();
        markdown.put("tag", "markdown");
        markdown.put("content", content + mentions("<at id=", ">", "</at>"));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("schema", "2.0");
        shown.put("config", Map.of("update_multi", true));
        shown.put("header", Map.of("title", Map.of("tag", "plain_text", "content", headline), "template", color(data)));
        shown.put("body", Map.of("elements", List.of(markdown)));
        body.put("msg_type", "interactive");
        body.put("card", shown);
        return Request.json(body);
    }

    private static String color(NotificationData data) {
        if (!data.firing()) {
            return "green";
        }
        return data.alerts().stream().allMatch(NotificationData.Alert::firing) ? "red" : "orange";
    }

    private String mentions(String before, String after, String end) {
        StringBuilder mentions = new StringBuilder();
        users.forEach(user ->
                mentions.append('\n').append(before).append(user).append(after).append(end));
        if (everybody) {
            mentions.append('\n').append(before).append("all").append(after).append(end);
        }
        return mentions.toString();
    }

    /** What counts is the code in the body. */
    @Override
    public SendResult result(Answer answer) {
        JsonNode json = answer.json();
        JsonNode code = json.has("code") ? json.path("code") : json.path("StatusCode");
        if (code.asInt() == TOO_FAST) {
            return answer.refused(true, PAUSE, "rateLimited");
        }
        if (!answer.isOk()) {
            return answer.failed();
        }
        if (!code.isInt()) {
            return answer.refused(false, Duration.ZERO, "other");
        }
        return code.asInt() == 0 ? new SendResult.Delivered() : answer.refused(false, Duration.ZERO, "clientError");
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(100, Duration.ofMinutes(1)), new Rate(5, Duration.ofSeconds(1)));
    }

    @Override
    public String target() throws IOException {
        return url.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
