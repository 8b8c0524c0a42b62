package io.modelwatch.alertrouter.receiver.mattermost;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Trees;
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
import java.util.function.UnaryOperator;

/**
 * Tells a Mattermost channel by an incoming webhook.
 *
 * @param url of the webhook; a secret
 * @param texts of the message by their keys, templates all
 * @param flat texts of the one attachment that is sent when none are configured
 * @param fields of that attachment
 * @param attachments as configured, trees of templates
 * @param card beside the message, a template; empty for none
 * @param priority how urgent the message is shown; empty for not
 */
public record Mattermost(
        ChannelBasics basics,
        Secret url,
        Map<String, String> texts,
        Map<String, String> flat,
        List<Map<String, Object>> fields,
        List<Map<String, Object>> attachments,
        String card,
        Optional<Priority> priority)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "mattermost";

    private static final int MAX_TEXT = 16_383;
    private static final List<String> PARTS = List.of(
            "fallback",
            "color",
            "pretext",
            "text",
            "author_name",
            "author_link",
            "author_icon",
            "title",
            "title_link",
            "thumb_url",
            "footer",
            "footer_icon",
            "image_url");

    public Mattermost {
        texts = Map.copyOf(texts);
        flat = Map.copyOf(flat);
        fields = List.copyOf(fields);
        attachments = List.copyOf(attachments);
    }

    /**
     * How urgent a message is shown.
     *
     * @param level urgent, important or standard, a template
     * @param acknowledged whether readers are asked to acknowledge
     * @param persistent whether they are reminded
     */
    public record Priority(String level, boolean acknowledged, boolean persistent) {}

    /**
     * Reads one element of {@code mattermost_configs}.
     *
     * @param global URL for those that say none
     */
    public static Mattermost read(ChannelYaml yaml, Optional<Secret> global) {
        YamlMap map = yaml.map();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("channel", "");
        texts.put("username", "{{ template \"mattermost.default.username\" . }}");
        texts.put("icon_url", "");
        texts.put("icon_emoji", "");
        texts.put("type", "");
        Map<String, String> flat = new LinkedHashMap<>();
        PARTS.forEach(name -> flat.put(name, ""));
        flat.put("fallback", "{{ template \"mattermost.default.fallback\" . }}");
        flat.put("color", "{{ template \"mattermost.default.color\" . }}");
        flat.put("text", "{{ template \"mattermost.default.text\" . }}");
        flat.put("title", "{{ template \"mattermost.default.title\" . }}");
        flat.put("title_link", "{{ template \"mattermost.default.titlelink\" . }}");
        Yaml props = map.get("props");
        Mattermost read = new Mattermost(
                yaml.basics(true),
                yaml.secretUrl("webhook_url")
                        .or(() -> global)
                        .orElseThrow(() -> map.self()
                                .error("no global Mattermost webhook URL set either inline or in a file, and"
                                        + " none here")),
                yaml.templates(texts),
                yaml.templates(flat),
                fields(yaml, map),
                map.list("attachments").stream()
                        .map(each -> attachment(yaml, each))
                        .toList(),
                props == null ? "" : card(yaml, props),
                Optional.ofNullable(map.find("priority", each -> priority(yaml, each))));
        map.noOthers();
        return read;
    }

    private static String card(ChannelYaml yaml, Yaml props) {
        YamlMap map = props.map();
        String card = map.get("card", yaml::checked, "");
        map.noOthers();
        return card;
    }

    private static Priority priority(ChannelYaml yaml, Yaml priority) {
        YamlMap map = priority.map();
        Priority read = new Priority(
                map.get("priority", yaml::checked, ""),
                map.get("requested_ack", Yaml::bool, false),
                map.get("persistent_notifications", Yaml::bool, false));
        map.noOthers();
        return read;
    }

    private static List<Map<String, Object>> fields(ChannelYaml yaml, YamlMap map) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Yaml each : map.list("fields")) {
            YamlMap field = each.map();
            Map<String, Object> read = new LinkedHashMap<>();
            read.put("title", yaml.tree(field.require("title")));
            read.put("value", yaml.tree(field.require("value")));
            read.put("short", field.get("short", Yaml::bool, false));
            field.noOthers();
            fields.add(read);
        }
        return fields;
    }

    private static Map<String, Object> attachment(ChannelYaml yaml, Yaml attachment) {
        YamlMap map = attachment.map();
        Map<String, Object> read = new LinkedHashMap<>();
        for (String name : PARTS) {
            read.put(name, map.get(name, yaml::checked, ""));
        }
        read.put("fields", fields(yaml, map));
        map.noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        UnaryOperator<String> render = basics.renderer(message);
        Map<String, Object> body = new LinkedHashMap<>();
        if (!attachments.isEmpty()) {
            Trees.unlessEmpty(body, "text", Cut.runes(render.apply(flat.getOrDefault("text", "")), MAX_TEXT));
        }
        for (String name : List.of("channel", "username", "icon_url", "icon_emoji")) {
            Trees.unlessEmpty(body, name, render.apply(texts.getOrDefault(name, "")));
        }
        List<Map<String, Object>> all = new ArrayList<>();
        if (attachments.isEmpty()) {
            Map<String, Object> one = new LinkedHashMap<>(flat);
            one.put("fields", fields);
            all.add(shown(one, render));
        } else {
            attachments.forEach(each -> all.add(shown(each, render)));
        }
        body.put("attachments", all);
        Trees.unlessEmpty(body, "type", render.apply(texts.getOrDefault("type", "")));
        if (!card.isEmpty()) {
            body.put("props", Map.of("card", render.apply(card)));
        }
        priority.ifPresent(each -> body.put("priority", urgency(each, render)));
        return new Request(ReceiverReader.checked(url.reveal()), Request.json(body));
    }

    private static Map<String, Object> shown(Map<String, Object> attachment, UnaryOperator<String> render) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String name : PARTS) {
            String text = render.apply(String.valueOf(attachment.getOrDefault(name, "")));
            Trees.unlessEmpty(shown, name, Cut.runes(text, MAX_TEXT));
        }
        if (attachment.get("fields") instanceof List<?> list && !list.isEmpty()) {
            shown.put("fields", Trees.rendered(list, render));
        }
        return shown;
    }

    private static Map<String, Object> urgency(Priority priority, UnaryOperator<String> render) {
        String wanted = render.apply(priority.level());
        String level = List.of("urgent", "important").contains(wanted) ? wanted : "standard";
        Map<String, Object> urgency = new LinkedHashMap<>();
        urgency.put("priority", level);
        if (priority.acknowledged() && !"standard".equals(level)) {
            urgency.put("requested_ack", true);
        }
        if (priority.persistent() && "urgent".equals(level)) {
            urgency.put("persistent_notifications", true);
        }
        return urgency;
    }

    @Override
    public SendResult result(Answer answer) {
        return answer.isOk() && !"ok".equals(answer.body().strip())
                ? answer.refused(false, Duration.ZERO, "clientError")
                : answer.byStatus();
    }

    @Override
    public String target() throws IOException {
        return url.reveal();
    }

    /** Tools as old as version 0.25 refuse a file that names this kind. */
    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
