package io.modelwatch.alertrouter.receiver.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Trees;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tells a channel in Rocket.Chat.
 *
 * @param url of the server
 * @param token of the user
 * @param user the user's id
 * @param texts by their keys in the configuration, templates all
 * @param fields of the attachment, trees of templates
 * @param actions buttons of the attachment, trees of templates
 */
public record RocketChat(
        ChannelBasics basics,
        URI url,
        Secret token,
        Secret user,
        Map<String, String> texts,
        List<Map<String, Object>> fields,
        List<Map<String, Object>> actions)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "rocketchat";

    /** The server unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://open.rocket.chat/");

    private static final int MAX_TITLE = 1024;
    private static final String MESSAGE = "message";
    private static final String ROOM = "room";

    public RocketChat {
        texts = Map.copyOf(texts);
        fields = List.copyOf(fields);
        actions = List.copyOf(actions);
    }

    /** Reads one element of {@code rocketchat_configs}; what it does not say is taken from {@code global}. */
    public static RocketChat read(
            ChannelYaml yaml, URI globalUrl, Optional<Secret> globalToken, Optional<Secret> globalUser) {
        YamlMap map = yaml.map();
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("channel", "");
        defaults.put("image_url", "");
        defaults.put("thumb_url", "");
        defaults.put("color", "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}");
        defaults.put("title", "{{ template \"rocketchat.default.title\" . }}");
        defaults.put("title_link", "{{ template \"rocketchat.default.titlelink\" . }}");
        defaults.put("text", "{{ template \"rocketchat.default.text\" . }}");
        defaults.put("emoji", "{{ template \"rocketchat.default.emoji\" . }}");
        defaults.put("icon_url", "{{ template \"rocketchat.default.iconurl\" . }}");
        boolean shortFields = map.get("short_fields", Yaml::bool, false);
        // Taken and without effect, as in Alertmanager.
        map.find("link_names", Yaml::bool);
        RocketChat read = new RocketChat(
                yaml.basics(false),
                yaml.url("api_url", globalUrl),
                yaml.secret("token")
                        .or(() -> globalToken)
                        .orElseThrow(() -> map.self()
                                .error("no global Rocketchat Token set either inline or in a file, and none here")),
                yaml.secret("token_id")
                        .or(() -> globalUser)
                        .orElseThrow(() -> map.self()
                                .error("no global Rocketchat TokenID set either inline or in a file, and none here")),
                yaml.templates(defaults),
                map.list("fields").stream()
                        .map(each -> field(yaml, each, shortFields))
                        .toList(),
                map.list("actions").stream().map(each -> action(yaml, each)).toList());
        map.noOthers();
        return read;
    }

    private static Map<String, Object> field(ChannelYaml yaml, Yaml field, boolean shortFields) {
        YamlMap map = field.map();
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("short", map.get("short", Yaml::bool, shortFields));
        read.put("title", map.get("title", yaml::tree, ""));
        read.put("value", map.get("value", yaml::tree, ""));
        map.noOthers();
        return read;
    }

    private static Map<String, Object> action(ChannelYaml yaml, Yaml action) {
        YamlMap map = action.map();
        Map<String, Object> read = new LinkedHashMap<>();
        map.find("type", Yaml::text);
        read.put("type", "button");
        for (String key : List.of("text", "url", "msg")) {
            Yaml value = map.get(key);
            if (value != null) {
                read.put(key, yaml.tree(value));
            }
        }
        read.put("is_webview", false);
        read.put("msg_in_chat_window", false);
        map.noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        UnaryOperator<String> render = basics.renderer(message);
        Map<String, Object> body = body(render);
        String id = exchange.remembered().getOrDefault(MESSAGE, "");
        String room = exchange.remembered().getOrDefault(ROOM, "");
        if (!id.isEmpty() && exchange.followUp() == FollowUp.UPDATE) {
            Map<String, Object> edit = new LinkedHashMap<>();
            edit.put("roomId", room);
            edit.put("msgId", id);
            edit.put("text", "");
            edit.put("attachments", body.get("attachments"));
            SendResult edited = understood(ask(exchange, "chat.update", edit), id, room);
            if (edited instanceof SendResult.Delivered
                    || (edited instanceof SendResult.Failed failed && failed.retry())) {
                return edited;
            }
        }
        if (!id.isEmpty() && exchange.followUp() == FollowUp.THREAD) {
            body.put("tmid", id);
            return understood(ask(exchange, "chat.postMessage", body), id, room);
        }
        return understood(ask(exchange, "chat.postMessage", body), "", "");
    }

    private Map<String, Object> body(UnaryOperator<String> render) {
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, Object> attachment = new LinkedHashMap<>();
        Trees.unlessEmpty(attachment, "title", Cut.runes(text.apply("title"), MAX_TITLE));
        for (String name : List.of("title_link", "text", "image_url", "thumb_url", "color")) {
            Trees.unlessEmpty(attachment, name, text.apply(name));
        }
        if (!fields.isEmpty()) {
            attachment.put("fields", Trees.rendered(fields, render));
        }
        if (!actions.isEmpty()) {
            attachment.put("actions", Trees.rendered(actions, render));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        Trees.unlessEmpty(body, "channel", text.apply("channel"));
        Trees.unlessEmpty(body, "emoji", text.apply("emoji"));
        Trees.unlessEmpty(body, "avatar", text.apply("icon_url"));
        body.put("attachments", List.of(attachment));
        return body;
    }

    private Answer ask(Exchange exchange, String what, Map<String, Object> body)
            throws Unanswered, IOException, InterruptedException {
        String base = url.toString().endsWith("/") ? url.toString() : url + "/";
        return exchange.ask(new Request(ReceiverReader.checked(base + "api/v1/" + what), Request.json(body))
                .with("X-Auth-Token", token.reveal())
                .with("X-User-Id", user.reveal()));
    }

    /** A refusal may come with status 200. */
    private static SendResult understood(Answer answer, String known, String knownRoom) {
        JsonNode json = answer.json();
        if (json.path("error").asText().contains("error-too-many-requests")
                || json.path("errorType").asText().contains("error-too-many-requests")) {
            return answer.refused(true, Duration.ofSeconds(1), "rateLimited");
        }
        if (!answer.isOk()) {
            return answer.failed();
        }
        if (!json.path("success").asBoolean()) {
            return answer.refused(json.isMissingNode(), Duration.ZERO, "clientError");
        }
        String id = known.isEmpty() ? json.path("message").path("_id").asText() : known;
        String room = knownRoom.isEmpty() ? json.path("message").path("rid").asText() : knownRoom;
        return new SendResult.Delivered(id.isEmpty() ? Map.of() : Map.of(MESSAGE, id, ROOM, room));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return url + token.reveal();
    }

    /** Tools as old as version 0.25 refuse a file that names this kind. */
    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
