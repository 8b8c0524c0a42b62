package io.modelwatch.alertrouter.receiver.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells a Slack channel by an incoming webhook, or by the web API with a token in {@code http_config}.
 *
 * @param url of the webhook
 * @param texts by their keys in the configuration, templates all
 * @param linkNames whether names with an at sign become links
 * @param fields of the attachment
 * @param actions buttons of the attachment
 * @param markdownIn which texts are marked up
 */
public record Slack(
        ChannelBasics basics,
        Secret url,
        Map<String, String> texts,
        boolean linkNames,
        List<Map<String, Object>> fields,
        List<Map<String, Object>> actions,
        List<String> markdownIn)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "slack";

    private static final int MAX_TITLE = 1024;
    private static final List<String> MARKDOWN_IN = List.of("fallback", "pretext", "text");
    private static final List<String> NOT_YET = List.of("app_token", "app_token_file", "app_url", "update_message");

    /** Errors of the web API that pass. */
    private static final Set<String> PASSING =
            Set.of("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");

    private static final Map<String, String> DEFAULTS = defaults();

    public Slack {
        texts = Map.copyOf(texts);
        fields = List.copyOf(fields);
        actions = List.copyOf(actions);
        markdownIn = List.copyOf(markdownIn);
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("channel", "");
        defaults.put("message_text", "");
        defaults.put("image_url", "");
        defaults.put("thumb_url", "");
        for (String key : List.of("title", "username", "fallback", "pretext", "text", "footer", "color")) {
            defaults.put(key, template(key));
        }
        defaults.put("title_link", template("titlelink"));
        defaults.put("callback_id", template("callbackid"));
        defaults.put("icon_emoji", template("iconemoji"));
        defaults.put("icon_url", template("iconurl"));
        return defaults;
    }

    private static String template(String name) {
        return "{{ template \"slack.default." + name + "\" . }}";
    }

    /**
     * Reads one element of {@code slack_configs}.
     *
     * @param global the URL for those that say none
     */
    public static Slack read(ChannelYaml yaml, Optional<Secret> global) {
        YamlMap map = yaml.map();
        for (String key : NOT_YET) {
            if (map.has(key)) {
                throw map.key(key).error(key + " is not supported yet; use api_url with a webhook");
            }
        }
        Secret url = yaml.secretUrl("api_url")
                .or(() -> global)
                .orElseThrow(() -> map.self().error("no Slack API URL is set, neither here nor globally"));
        boolean shortFields = map.get("short_fields", Yaml::bool, false);
        Slack slack = new Slack(
                yaml.basics(false),
                url,
                yaml.templates(DEFAULTS),
                map.get("link_names", Yaml::bool, false),
                map.list("fields").stream()
                        .map(each -> field(yaml, each, shortFields))
                        .toList(),
                map.list("actions").stream().map(each -> action(yaml, each)).toList(),
                map.has("mrkdwn_in") ? yaml.texts("mrkdwn_in") : MARKDOWN_IN);
        map.noOthers();
        return slack;
    }

    private static Map<String, Object> field(ChannelYaml yaml, Yaml field, boolean shortFields) {
        YamlMap map = field.map();
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("title", yaml.tree(map.require("title")));
        read.put("value", yaml.tree(map.require("value")));
        read.put("short", map.get("short", Yaml::bool, shortFields));
        map.noOthers();
        return read;
    }

    private static Map<String, Object> action(ChannelYaml yaml, Yaml action) {
        YamlMap map = action.map();
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("type", yaml.tree(map.require("type")));
        read.put("text", yaml.tree(map.require("text")));
        if (!map.has("url") && !map.has("name")) {
            throw action.error("an action needs a url or a name");
        }
        for (String key : map.has("url") ? List.of("url", "style") : List.of("name", "value", "style", "confirm")) {
            Yaml value = map.get(key);
            if (value != null) {
                read.put(key, yaml.tree(value));
            }
        }
        // Without effect beside a URL, as in Alertmanager.
        List.of("name", "value", "confirm").forEach(map::get);
        map.noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        UnaryOperator<String> render = text -> basics.templates().render("", text, message.data());
        UnaryOperator<String> text = key -> render.apply(texts.getOrDefault(key, ""));
        Map<String, Object> attachment = new LinkedHashMap<>();
        unlessEmpty(attachment, "title", Cut.runes(text.apply("title"), MAX_TITLE));
        unlessEmpty(attachment, "title_link", text.apply("title_link"));
        unlessEmpty(attachment, "pretext", text.apply("pretext"));
        for (String key : List.of("text", "fallback", "callback_id", "footer")) {
            attachment.put(key, text.apply(key));
        }
        unlessEmpty(attachment, "image_url", text.apply("image_url"));
        unlessEmpty(attachment, "thumb_url", text.apply("thumb_url"));
        unlessEmpty(attachment, "color", text.apply("color"));
        attachment.put("mrkdwn_in", markdownIn);
        all(attachment, "fields", fields, render);
        all(attachment, "actions", actions, render);
        Map<String, Object> body = new LinkedHashMap<>();
        unlessEmpty(body, "channel", text.apply("channel"));
        unlessEmpty(body, "username", text.apply("username"));
        unlessEmpty(body, "icon_emoji", text.apply("icon_emoji"));
        unlessEmpty(body, "icon_url", text.apply("icon_url"));
        if (linkNames) {
            body.put("link_names", true);
        }
        unlessEmpty(body, "text", text.apply("message_text"));
        body.put("attachments", List.of(attachment));
        return new Request(ReceiverReader.checked(url.reveal()), Request.json(body));
    }

    private static void unlessEmpty(Map<String, Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    private static void all(
            Map<String, Object> map, String key, List<Map<String, Object>> parts, UnaryOperator<String> render) {
        List<Object> rendered = new ArrayList<>();
        parts.forEach(part -> rendered.add(rendered(part, render)));
        if (!rendered.isEmpty()) {
            map.put(key, rendered);
        }
    }

    private static Object rendered(Object tree, UnaryOperator<String> render) {
        return switch (tree) {
            case String text -> render.apply(text);
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), rendered(value, render)));
                yield copy;
            }
            case List<?> list ->
                list.stream().map(each -> rendered(each, render)).toList();
            default -> tree;
        };
    }

    /** A webhook says {@code ok}; the web API says in JSON whether it is, with status 200 in any case. */
    @Override
    public SendResult result(Answer answer) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        if ("ok".equals(answer.body().strip())) {
            return new SendResult.Delivered();
        }
        JsonNode json = answer.json();
        if (json.path("ok").asBoolean(false)) {
            return new SendResult.Delivered();
        }
        boolean passing = PASSING.contains(json.path("error").asText());
        return answer.refused(passing, Duration.ZERO, passing ? "rateLimited" : "clientError");
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        ReceiverReader.show(map, "api_url", url);
        texts.forEach((key, value) -> {
            // Older tools do not know it.
            if (!"message_text".equals(key)) {
                map.put(key, value);
            }
        });
        map.put("link_names", linkNames);
        map.put("mrkdwn_in", markdownIn);
        if (!fields.isEmpty()) {
            map.put("fields", fields);
        }
        if (!actions.isEmpty()) {
            map.put("actions", actions);
        }
        return Optional.of(map);
    }
}
