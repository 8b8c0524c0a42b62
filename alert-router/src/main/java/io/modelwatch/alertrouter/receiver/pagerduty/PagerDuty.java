package io.modelwatch.alertrouter.receiver.pagerduty;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Trees;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
 * @param first whether it is version 1 of the API, which has another key and body
 * @param key of the service, a template
 * @param texts by their keys in the configuration, templates all
 * @param details what the incident shows, a tree of templates
 * @param images of the incident, their texts templates
 * @param links of the incident, their texts templates
 */
public record PagerDuty(
        ChannelBasics basics,
        URI url,
        boolean first,
        Secret key,
        Map<String, String> texts,
        Map<String, Object> details,
        List<Map<String, String>> images,
        List<Map<String, String>> links)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "pagerduty";

    /** Where events are posted unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://events.pagerduty.com/v2/enqueue");

    private static final URI URL_1 = URI.create("https://events.pagerduty.com/generic/2010-04-15/create_event.json");
    private static final int MAX_SUMMARY = 1024;
    private static final int MAX_BYTES = 512_000;
    private static final int FORBIDDEN = 403;
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
        Optional<Secret> serviceKey = yaml.secret("service_key");
        Optional<Secret> routingKey = yaml.secret("routing_key");
        Secret service = serviceKey
                .or(() -> routingKey)
                .orElseThrow(() -> map.self().error("missing service or routing key in PagerDuty config"));
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
                yaml.url("url", serviceKey.isPresent() && global.equals(URL) ? URL_1 : global),
                serviceKey.isPresent(),
                service,
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
        UnaryOperator<String> render = basics.renderer(message);
        String service = render.apply(key.reveal());
        if (service.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        Object custom = Trees.valued(details, render);
        String body = first ? body1(message, render, service, custom) : body(message, render, service, custom);
        if (Request.bytes(body) > MAX_BYTES) {
            Object error = Map.of("error", TOO_LARGE);
            body = first ? body1(message, render, service, error) : body(message, render, service, error);
        }
        return new Request(url, body);
    }

    private String body1(Message message, UnaryOperator<String> render, String service, Object custom) {
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("service_key", service);
        body.put("incident_key", message.dedupKey());
        body.put("event_type", message.firing() ? "trigger" : "resolve");
        body.put("description", Cut.runes(text.apply("description"), MAX_SUMMARY));
        if (message.firing()) {
            Trees.unlessEmpty(body, "client", text.apply("client"));
            Trees.unlessEmpty(body, "client_url", text.apply("client_url"));
        }
        body.put("details", custom);
        return Request.json(body);
    }

    private String body(Message message, UnaryOperator<String> render, String key, Object custom) {
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", Cut.runes(text.apply("description"), MAX_SUMMARY));
        payload.put("source", text.apply("source"));
        payload.put("severity", text.apply("severity"));
        for (String each : List.of("class", "component", "group")) {
            Trees.unlessEmpty(payload, each, text.apply(each));
        }
        payload.put("custom_details", custom);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("routing_key", key);
        body.put("dedup_key", message.dedupKey());
        body.put("event_action", message.firing() ? "trigger" : "resolve");
        Trees.unlessEmpty(body, "client", text.apply("client"));
        Trees.unlessEmpty(body, "client_url", text.apply("client_url"));
        parts(body, "images", images, "src", render);
        parts(body, "links", links, "href", render);
        body.put("payload", payload);
        return Request.json(body);
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
            part.forEach((name, text) -> Trees.unlessEmpty(rendered, name, render.apply(text)));
            if (rendered.containsKey(needed)) {
                all.add(rendered);
            }
        }
        if (!all.isEmpty()) {
            body.put(key, all);
        }
    }

    @Override
    public SendResult result(Answer answer) {
        // Version 1 says so when events come too fast.
        return first && answer.status() == FORBIDDEN
                ? answer.refused(true, Duration.ZERO, "rateLimited")
                : answer.byStatus();
    }

    @Override
    public String target() throws IOException {
        return url + key.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put(first ? "service_key" : "routing_key", Secret.MASK);
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
