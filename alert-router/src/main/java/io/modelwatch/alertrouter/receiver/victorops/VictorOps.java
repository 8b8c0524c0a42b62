package io.modelwatch.alertrouter.receiver.victorops;

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
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Opens and closes incidents at VictorOps.
 *
 * @param url of the API, to which the keys are added
 * @param key of the API
 * @param routingKey a template
 * @param texts by their keys in the configuration, templates all
 * @param fields more of them, templates
 */
public record VictorOps(
        ChannelBasics basics,
        URI url,
        Secret key,
        String routingKey,
        Map<String, String> texts,
        Map<String, String> fields)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "victorops";

    /** The API unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://alert.victorops.com/integrations/generic/20131114/alert/");

    private static final int MAX_STATE_MESSAGE = 20_480;
    private static final Set<String> RESERVED = Set.of(
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool",
            "entity_id",
            "entity_state");

    public VictorOps {
        texts = Map.copyOf(texts);
        fields = Map.copyOf(fields);
    }

    /**
     * Reads one element of {@code victorops_configs}.
     *
     * @param global URL for those that say none
     * @param globalKey for those that have none
     */
    public static VictorOps read(ChannelYaml yaml, URI global, Optional<Secret> globalKey) {
        YamlMap map = yaml.map();
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("message_type", "CRITICAL");
        for (String name : List.of("state_message", "entity_display_name", "monitoring_tool")) {
            defaults.put(name, "{{ template \"victorops.default." + name + "\" . }}");
        }
        map.require("routing_key").nonEmptyText();
        Yaml custom = map.get("custom_fields");
        Map<String, String> fields = custom == null ? Map.of() : yaml.flat(custom);
        if (custom != null) {
            fields.keySet().stream().filter(RESERVED::contains).findFirst().ifPresent(name -> {
                throw custom.error("VictorOps config contains custom field " + name + " which cannot be used"
                        + " as it conflicts with the fixed/static fields");
            });
        }
        VictorOps read = new VictorOps(
                yaml.basics(true),
                yaml.url("api_url", global),
                yaml.secret("api_key")
                        .or(() -> globalKey)
                        .orElseThrow(() -> map.self().error("no global VictorOps API key set, and none here")),
                yaml.template("routing_key", ""),
                yaml.templates(defaults),
                fields);
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
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, Object> body = new LinkedHashMap<>();
        fields.forEach((name, value) -> body.put(name, render.apply(value)));
        body.put("message_type", message.firing() ? firing(text.apply("message_type")) : "RECOVERY");
        body.put("entity_id", message.dedupKey());
        body.put("entity_display_name", text.apply("entity_display_name"));
        body.put("state_message", Cut.runes(text.apply("state_message"), MAX_STATE_MESSAGE));
        body.put("monitoring_tool", text.apply("monitoring_tool"));
        String address = url + key.reveal() + "/" + render.apply(routingKey);
        return new Request(ReceiverReader.checked(address), Request.json(body));
    }

    private static String firing(String type) {
        return "INFO".equals(type) || "WARNING".equals(type) ? type : "CRITICAL";
    }

    /** A refusal may come with status 200. */
    @Override
    public SendResult result(Answer answer) {
        boolean refused = "failure".equals(answer.json().path("result").asText());
        return answer.isOk() && refused ? answer.refused(false, Duration.ZERO, "clientError") : answer.byStatus();
    }

    @Override
    public String target() throws IOException {
        return url + key.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        ReceiverReader.show(map, "api_key", key);
        map.put("api_url", url.toString());
        map.put("routing_key", routingKey);
        texts.forEach(map::put);
        if (!fields.isEmpty()) {
            map.put("custom_fields", fields);
        }
        return Optional.of(map);
    }
}
