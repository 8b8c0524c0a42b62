package io.modelwatch.alertrouter.receiver.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Tells members of a company by an application in WeCom.
 *
 * @param url of the API, with a slash at its end
 * @param corporation a template
 * @param secret of the application, a template
 * @param markdown whether the text is marked up
 * @param texts by their keys in the configuration, templates all
 */
public record WeChat(
        ChannelBasics basics, URI url, String corporation, Secret secret, boolean markdown, Map<String, String> texts)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "wechat";

    /** The API unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://qyapi.weixin.qq.com/cgi-bin/");

    private static final int MAX_BYTES = 2048;
    private static final int BUSY = -1;
    private static final int TOO_FAST = 45_009;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** Tokens by corporation and secret; all applications with the same ones share them. */
    private static final Map<String, Token> TOKENS = new ConcurrentHashMap<>();

    public WeChat {
        texts = Map.copyOf(texts);
    }

    private record Token(String text, Instant until) {}

    /** Reads one element of {@code wechat_configs}; what it does not say is taken from {@code global}. */
    public static WeChat read(
            ChannelYaml yaml, URI globalUrl, Optional<Secret> globalSecret, String globalCorporation) {
        YamlMap map = yaml.map();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (String name : List.of("message", "to_user", "to_party", "to_tag", "agent_id")) {
            defaults.put(name, "{{ template \"wechat.default." + name + "\" . }}");
        }
        String corporation = yaml.template("corp_id", globalCorporation);
        if (corporation.isEmpty()) {
            throw map.self().error("no global Wechat CorpID set, and none here");
        }
        WeChat read = new WeChat(
                yaml.basics(false),
                yaml.url("api_url", globalUrl),
                corporation,
                yaml.secret("api_secret")
                        .or(() -> globalSecret)
                        .orElseThrow(() -> map.self()
                                .error("no global Wechat Api Secret set either inline or in a file, and none here")),
                map.get("message_type", WeChat::isMarkdown, false),
                yaml.templates(defaults));
        map.noOthers();
        return read;
    }

    private static boolean isMarkdown(Yaml yaml) {
        return switch (yaml.text()) {
            case "markdown" -> true;
            case "text" -> false;
            default -> throw yaml.error("weChat message type must be text or markdown, not \"" + yaml.text() + "\"");
        };
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        UnaryOperator<String> render = basics.renderer(message);
        String corp = render.apply(corporation);
        String key = render.apply(secret.reveal());
        String base = url.toString().endsWith("/") ? url.toString() : url + "/";
        Token token = TOKENS.get(corp + "\0" + key);
        if (token == null || !exchange.now().isBefore(token.until())) {
            String query = Request.query(Map.of("corpid", corp)) + "&" + Request.query(Map.of("corpsecret", key));
            Answer answer = exchange.ask(Request.get(ReceiverReader.checked(base + "gettoken?" + query)));
            JsonNode json = answer.json();
            if (!answer.isOk() || json.path("errcode").asInt(0) != 0 || !json.has("access_token")) {
                return understood(answer, corp, key);
            }
            token = new Token(
                    json.path("access_token").asText(),
                    exchange.now()
                            .plusSeconds(json.path("expires_in").asLong(7200))
                            .minus(EARLY));
            TOKENS.put(corp + "\0" + key, token);
        }
        URI to = ReceiverReader.checked(base + "message/send?access_token=" + Request.encoded(token.text()));
        return understood(exchange.ask(new Request(to, body(message, render))), corp, key);
    }

    private String body(Message message, UnaryOperator<String> render) {
        String content = Cut.fitting(
                message,
                MAX_BYTES,
                each -> basics.templates().render("", texts.getOrDefault("message", ""), each.data()),
                each -> each);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", Map.of("content", markdown ? "" : content));
        put(body, "touser", render, "to_user");
        put(body, "toparty", render, "to_party");
        put(body, "totag", render, "to_tag");
        put(body, "agentid", render, "agent_id");
        body.put("safe", "0");
        body.put("msgtype", markdown ? "markdown" : "text");
        body.put("markdown", Map.of("content", markdown ? content : ""));
        // The same message within a minute is delivered once, so that it may be sent again when no answer came.
        body.put("enable_duplicate_check", 1);
        body.put("duplicate_check_interval", 60);
        return Request.json(body);
    }

    private void put(Map<String, Object> body, String key, UnaryOperator<String> render, String text) {
        io.modelwatch.alertrouter.receiver.Trees.unlessEmpty(body, key, render.apply(texts.getOrDefault(text, "")));
    }

    private static SendResult understood(Answer answer, String corp, String key) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        JsonNode json = answer.json();
        if (!json.path("errcode").isInt()) {
            return answer.refused(false, Duration.ZERO, "other");
        }
        return switch (json.path("errcode").asInt()) {
            case 0 -> {
                String invalid = json.path("invaliduser").asText();
                yield new SendResult.Delivered(Map.of(), invalid.isEmpty() ? "" : "unknown users: " + invalid);
            }
            case BUSY -> answer.refused(true, Duration.ZERO, "serverError");
            case TOO_FAST -> answer.refused(true, PAUSE, "rateLimited");
            case 42_001, 40_014 -> {
                TOKENS.remove(corp + "\0" + key);
                yield answer.refused(true, Duration.ZERO, "authError");
            }
            default -> answer.refused(false, Duration.ZERO, "clientError");
        };
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(30, Duration.ofMinutes(1)), new Rate(1000, Duration.ofHours(1)));
    }

    @Override
    public String target() throws IOException {
        return corporation + secret.reveal() + texts.get("agent_id") + texts.get("to_user");
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("api_secret", Secret.MASK);
        map.put("corp_id", corporation);
        map.put("api_url", url.toString());
        map.put("message_type", markdown ? "markdown" : "text");
        texts.forEach(map::put);
        return Optional.of(map);
    }
}
