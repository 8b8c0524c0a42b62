package io.modelwatch.alertrouter.receiver.pagerduty;

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
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Opens and closes incidents at PagerDuty: a group of alerts is one, by its dedup key.
 *
 * @param url where events are posted
 * @param routingKey of the service, a template
 * @param texts by their keys in the configuration, templates all
 * @param details what the incident shows, a tree of templates
 * @param images of the incident, their texts templates
 * @param links of the incident, their texts templates
 */
public record PagerDuty(
        ChannelBasics basics,
        URI url,
        Secret routingKey,
        Map<String, String> texts,
        Map<String, Object> details,
        List<Map<String, String>> images,
        List<Map<String, String>> links)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "pagerduty";

    /** Where events are posted unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://events.pagerduty.com/v2/enqueue");

    private static final int MAX_SUMMARY = 1024;
    private static final int MAX_BYTES = 512_000;
    private static final String TOO_LARGE =
            "Custom details have been removed because the original event exceeds the maximum size of 512KB";

    private static final Map<String, Object> DETAILS = Map.of(
            "firing", "{{ .Alerts.Firing | toJson }}",
            "resolved", "{{ .Alerts.Resolved | toJson }}",
            "num_firing", "{{ .Alerts.Firing | len }}",
            "num_resolved", "{{ .Alerts.Resolved | len }}");

    public PagerDuty {
        texts = Map.copyOf(texts);
        details = Map.copyOf(details);
        images = List.copyOf(images);
        links = List.copyOf(links);
    }

    /**
     * Reads one element of {@code pagerduty_configs}.
     *
     * @param global the URL for those that say none
     */
    public static PagerDuty read(ChannelYaml yaml, URI global) {
        YamlMap map = yaml.map();
        for (String key : List.of("service_key", "service_key_file")) {
            if (map.has(key)) {
                throw map.key(key)
                        .error(key + " belongs to the events API version 1, which is not supported; use routing_key");
            }
        }
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("description", "{{ template \"pagerduty.default.description\" . }}");
        defaults.put("client", "{{ template \"pagerduty.default.client\" . }}");
        defaults.put("client_url", "{{ template \"pagerduty.default.clientURL\" . }}");
        defaults.put("severity", "error");
        defaults.put("class", "");
        defaults.put("component", "");
        defaults.put("group", "");
        Map<String, String> texts = new LinkedHashMap<>(yaml.templates(defaults));
        texts.put("source", yaml.template("source", texts.getOrDefault("client", "")));
        Map<String, Object> details = new LinkedHashMap<>(DETAILS);
        Yaml own = map.get("details");
        if (own != null && yaml.tree(own) instanceof Map<?, ?> tree) {
            own.map();
            tree.forEach((key, value) -> details.put(String.valueOf(key), value));
        } else if (own != null) {
            throw own.error("must be a map of keys and values");
        }
        PagerDuty read = new PagerDuty(
                yaml.basics(true),
                yaml.url("url", global),
                yaml.requiredSecret("routing_key"),
                texts,
                details,
                parts(yaml, "images", List.of("src", "alt", "href")),
                parts(yaml, "links", List.of("href", "text")));
        map.noOthers();
        return read;
    }

    private static List<Map<String, String>> parts(ChannelYaml yaml, String key, List<String> keys) {
        List<Map<String, String>> parts = new ArrayList<>();
        for (Yaml each : yaml.map().list(key)) {
            YamlMap map = each.map();
            Map<String, String> part = new LinkedHashMap<>();
            for (String one : keys) {
                Yaml text = map.get(one);
                part.put(one, text == null ? "" : String.valueOf(yaml.tree(text)));
            }
            map.noOthers();
            parts.add(part);
        }
        return parts;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        UnaryOperator<String> render = text -> basics.templates().render("", text, message.data());
        String key = render.apply(routingKey.reveal());
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the routing key is empty");
        }
        Object custom = rendered(details, render);
        String body = body(message, render, key, custom);
        if (Request.bytes(body) > MAX_BYTES) {
            body = body(message, render, key, Map.of("error", TOO_LARGE));
        }
        return new Request(url, body);
    }

    private String body(Message message, UnaryOperator<String> render, String key, Object custom) {
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", Cut.runes(text.apply("description"), MAX_SUMMARY));
        payload.put("source", text.apply("source"));
        payload.put("severity", text.apply("severity"));
        for (String each : List.of("class", "component", "group")) {
            unlessEmpty(payload, each, text.apply(each));
        }
        payload.put("custom_details", custom);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("routing_key", key);
        body.put("dedup_key", message.dedupKey());
        body.put("event_action", message.firing() ? "trigger" : "resolve");
        unlessEmpty(body, "client", text.apply("client"));
        unlessEmpty(body, "client_url", text.apply("client_url"));
        parts(body, "images", images, "src", render);
        parts(body, "links", links, "href", render);
        body.put("payload", payload);
        return Request.json(body);
    }

    private static void unlessEmpty(Map<String, Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    /** Images without a source and links without an address are left out. */
    private static void parts(
            Map<String, Object> body,
            String key,
            List<Map<String, String>> parts,
            String needed,
            UnaryOperator<String> render) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, String> part : parts) {
            Map<String, Object> rendered = new LinkedHashMap<>();
            part.forEach((name, text) -> unlessEmpty(rendered, name, render.apply(text)));
            if (rendered.containsKey(needed)) {
                all.add(rendered);
            }
        }
        if (!all.isEmpty()) {
            body.put(key, all);
        }
    }

    /** What renders to JSON that is no text becomes its value. */
    private static Object rendered(Object tree, UnaryOperator<String> render) {
        return switch (tree) {
            case String text -> value(render.apply(text));
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

    private static Object value(String text) {
        JsonNode json = new Answer(0, text, java.time.Duration.ZERO).json();
        return json.isMissingNode() || json.isTextual() || json.isNull() ? text : json;
    }

    @Override
    public SendResult result(Answer answer) {
        return answer.isOk() ? new SendResult.Delivered() : answer.failed();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        ReceiverReader.show(map, "routing_key", routingKey);
        map.put("url", url.toString());
        texts.forEach((key, value) -> {
            // Older tools do not know it.
            if (!"source".equals(key)) {
                map.put(key, value);
            }
        });
        Map<String, Object> shown = new LinkedHashMap<>();
        details.forEach((key, value) -> shown.put(key, value instanceof String ? value : Request.json(value)));
        map.put("details", shown);
        if (!images.isEmpty()) {
            map.put("images", images);
        }
        if (!links.isEmpty()) {
            map.put("links", links);
        }
        return Optional.of(map);
    }
}
