package io.modelwatch.alertrouter.receiver.wecom;

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
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a WeCom group by its robot.
 *
 * @param url of the robots' API
 * @param key names the robot and is all that it asks for
 * @param markdown whether texts are marked up
 * @param text a template
 * @param users who is called by id
 * @param mobiles who is called by telephone number, in plain texts only
 */
public record WeComRobot(
        ChannelBasics basics,
        URI url,
        Secret key,
        boolean markdown,
        String text,
        List<String> users,
        List<String> mobiles)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "wecom_robot";

    private static final URI URL = URI.create("https://qyapi.weixin.qq.com/cgi-bin/webhook/send");
    private static final int MAX_MARKDOWN = 4096;
    private static final int MAX_TEXT = 2048;
    private static final int BUSY = -1;
    private static final int TOO_FAST = 45_009;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    public WeComRobot {
        users = List.copyOf(users);
        mobiles = List.copyOf(mobiles);
    }

    /** Reads one element of {@code wecom_robot_configs}. */
    public static WeComRobot read(ChannelYaml yaml) {
        boolean markdown = yaml.map().get("message_type", WeComRobot::isMarkdown, true);
        List<String> mobiles = yaml.texts("at_mobiles");
        if (markdown && !mobiles.isEmpty()) {
            throw yaml.map().key("at_mobiles").error("only messages of type text can call people by telephone number");
        }
        WeComRobot read = new WeComRobot(
                yaml.basics(true),
                yaml.url("url", URL),
                yaml.requiredSecret("key"),
                markdown,
                yaml.template("text", "{{ template \"wecom_robot.default.text\" . }}"),
                yaml.texts("at_user_ids"),
                mobiles);
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

    /** The limit is that of the text, in bytes, not that of the body. */
    @Override
    public Request request(Message message, Instant now) throws IOException {
        String mentions = markdown ? mentions() : "";
        String content = Cut.fitting(
                message,
                (markdown ? MAX_MARKDOWN : MAX_TEXT) - Request.bytes(mentions),
                each -> basics.templates().render("", text, each.data()),
                each -> each);
        Map<String, Object> body = markdown
                ? Map.of("msgtype", "markdown", "markdown", Map.of("content", content + mentions))
                : Map.of(
                        "msgtype",
                        "text",
                        "text",
                        Map.of("content", content, "mentioned_list", users, "mentioned_mobile_list", mobiles));
        String address = url + (url.getRawQuery() == null ? "?" : "&") + "key="
                + URLEncoder.encode(key.reveal(), StandardCharsets.UTF_8);
        return new Request(ReceiverReader.checked(address), Request.json(body));
    }

    private String mentions() {
        StringBuilder mentions = new StringBuilder();
        users.forEach(user -> mentions.append("\n<@").append(user).append('>'));
        return mentions.toString();
    }

    /** The status is 200 in any case; what counts is the code in the body. */
    @Override
    public SendResult result(Answer answer) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        JsonNode code = answer.json().path("errcode");
        if (!code.isInt()) {
            return answer.refused(false, Duration.ZERO, "other");
        }
        return switch (code.asInt()) {
            case 0 -> new SendResult.Delivered();
            case BUSY -> answer.refused(true, Duration.ZERO, "serverError");
            case TOO_FAST -> answer.refused(true, PAUSE, "rateLimited");
            default -> answer.refused(false, Duration.ZERO, "clientError");
        };
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(18, Duration.ofMinutes(1)));
    }

    @Override
    public String target() throws IOException {
        return key.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
