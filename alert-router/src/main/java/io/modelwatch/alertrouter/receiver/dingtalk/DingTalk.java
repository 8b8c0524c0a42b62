package io.modelwatch.alertrouter.receiver.dingtalk;

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
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a DingTalk group by its robot.
 *
 * @param url of the robots' API
 * @param token names the robot
 * @param secret signs requests, when the robot wants that
 * @param markdown whether texts are marked up
 * @param title shown in the list of chats, a template
 * @param text a template
 * @param keyword that the robot wants in every text; empty for none
 * @param mobiles who is called by telephone number
 * @param users who is called by id
 * @param everybody whether all are called
 */
public record DingTalk(
        ChannelBasics basics,
        URI url,
        Secret token,
        Optional<Secret> secret,
        boolean markdown,
        String title,
        String text,
        String keyword,
        List<String> mobiles,
        List<String> users,
        boolean everybody)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "dingtalk";

    private static final URI URL = URI.create("https://oapi.dingtalk.com/robot/send");
    private static final int MAX_BYTES = 18_000;
    private static final int BUSY = -1;
    private static final int TOO_FAST = 130_101;
    private static final int TOO_FAST_OLD = 410_100;
    private static final int FLOOD = 1111;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    public DingTalk {
        mobiles = List.copyOf(mobiles);
        users = List.copyOf(users);
    }

    /** Reads one element of {@code dingtalk_configs}. */
    public static DingTalk read(ChannelYaml yaml) {
        DingTalk read = new DingTalk(
                yaml.basics(true),
                yaml.url("url", URL),
                yaml.requiredSecret("access_token"),
                yaml.secret("secret"),
                yaml.map().get("message_type", DingTalk::isMarkdown, true),
                yaml.template("title", "{{ template \"dingtalk.default.title\" . }}"),
                yaml.template("text", "{{ template \"dingtalk.default.text\" . }}"),
                yaml.map().get("keyword", Yaml::nonEmptyText, ""),
                yaml.texts("at_mobiles"),
                yaml.texts("at_user_ids"),
                yaml.map().get("at_all", Yaml::bool, false));
        yaml.map().noOthers();
        return read;
    }

    private static boolean isMarkdown(Yaml yaml) {
        return switch (yaml.text()) {
            case "markdown" -> true;
            case "text" -> false;
            default -> throw yaml.error("must be markdown or text, not \"" + yaml.text() + "\"");
        };
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        String headline = basics.templates().render("", title, message.data());
        String body = Cut.fitting(
                message,
                MAX_BYTES,
                each -> basics.templates().render("", text, each.data()),
                content -> body(headline, content));
        return new Request(signed(now), body);
    }

    private URI signed(Instant now) throws IOException {
        StringBuilder address = new StringBuilder(url.toString())
                .append(url.getRawQuery() == null ? '?' : '&')
                .append("access_token=")
                .append(encoded(token.reveal()));
        if (secret.isPresent()) {
            String key = secret.get().reveal();
            long timestamp = now.toEpochMilli();
            address.append("&timestamp=").append(timestamp).append("&sign=").append(encoded(sign(key, timestamp)));
        }
        return ReceiverReader.checked(address.toString());
    }

    /** What proves that the sender knows the secret, not encoded for a URL yet. */
    static String sign(String secret, long millis) {
        return Signature.hmacSha256(secret, millis + "\n" + secret);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String body(String headline, String content) {
        StringBuilder full = new StringBuilder(content);
        if (!keyword.isEmpty() && !content.contains(keyword)) {
            full.append("\n\n").append(keyword);
        }
        // Nobody is called whose name is not in the text.
        mobiles.stream()
                .filter(each -> !content.contains("@" + each))
                .forEach(each -> full.append(" @").append(each));
        users.stream()
                .filter(each -> !content.contains("@" + each))
                .forEach(each -> full.append(" @").append(each));
        Map<String, Object> body = new LinkedHashMap<>();
        if (markdown) {
            body.put("msgtype", "markdown");
            body.put("markdown", Map.of("title", headline, "text", full.toString()));
        } else {
            body.put("msgtype", "text");
            body.put("text", Map.of("content", full.toString()));
        }
        body.put("at", Map.of("atMobiles", mobiles, "atUserIds", users, "isAtAll", everybody));
        return Request.json(body);
    }

    /** The status is 200 in any case; what counts is the code in the body. */
    @Override
    public SendResult result(Answer answer) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        JsonNode json = answer.json();
        if (json.path("status").asInt() == FLOOD) {
            Duration wait = Duration.ofSeconds(json.path("wait").asLong());
            return answer.refused(true, wait.compareTo(PAUSE) > 0 ? wait : PAUSE, "rateLimited");
        }
        if (!json.path("errcode").isInt()) {
            return answer.refused(false, Duration.ZERO, "other");
        }
        return switch (json.path("errcode").asInt()) {
            case 0 -> new SendResult.Delivered();
            case BUSY -> answer.refused(true, Duration.ZERO, "serverError");
            case TOO_FAST, TOO_FAST_OLD -> answer.refused(true, PAUSE, "rateLimited");
            default -> answer.refused(false, Duration.ZERO, "clientError");
        };
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(18, Duration.ofMinutes(1)));
    }

    @Override
    public String target() throws IOException {
        return token.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
