package io.modelwatch.alertrouter.receiver.pushover;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tells by Pushover. An alarm (priority 2) that still rings when the alerts are resolved is stopped.
 *
 * @param url of the API
 * @param user whom, a template
 * @param token of the application, a template
 * @param texts by their keys in the configuration, templates all
 * @param retry how often an alarm rings
 * @param expire how long an alarm rings
 * @param ttl after which a message vanishes; zero for never
 * @param html whether the text is marked up
 * @param monospace whether the text is in a fixed width
 */
public record Pushover(
        ChannelBasics basics,
        URI url,
        Secret user,
        Secret token,
        Map<String, String> texts,
        Duration retry,
        Duration expire,
        Duration ttl,
        boolean html,
        boolean monospace)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "pushover";

    /** The API unless the settings of a test say otherwise. */
    public static final URI URL = URI.create("https://api.pushover.net/1/");

    private static final int MAX_TITLE = 250;
    private static final int MAX_MESSAGE = 1024;
    private static final int MAX_URL = 512;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String ALARM = "2";
    private static final String RECEIPT = "receipt";

    public Pushover {
        texts = Map.copyOf(texts);
    }

    /**
     * Reads one element of {@code pushover_configs}.
     *
     * @param api where the service is
     */
    public static Pushover read(ChannelYaml yaml, URI api) {
        YamlMap map = yaml.map();
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("title", "{{ template \"pushover.default.title\" . }}");
        defaults.put("message", "{{ template \"pushover.default.message\" . }}");
        defaults.put("url", "{{ template \"pushover.default.url\" . }}");
        defaults.put("url_title", "");
        defaults.put("priority", "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}");
        defaults.put("device", "");
        defaults.put("sound", "");
        Pushover read = new Pushover(
                yaml.basics(true),
                api,
                yaml.requiredSecret("user_key"),
                yaml.requiredSecret("token"),
                yaml.templates(defaults),
                map.get("retry", Yaml::duration, Duration.ofMinutes(1)),
                map.get("expire", Yaml::duration, Duration.ofHours(1)),
                map.get("ttl", Yaml::duration, Duration.ZERO),
                map.get("html", Yaml::bool, false),
                map.get("monospace", Yaml::bool, false));
        if (read.html() && read.monospace()) {
            throw map.self().error("at most one of html and monospace must be configured");
        }
        map.noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String receipt = exchange.remembered().getOrDefault(RECEIPT, "");
        if (!message.firing() && !receipt.isEmpty()) {
            // What comes of it does not matter: the alarm may have been stopped or have ended already.
            exchange.ask(
                    Request.form(url.resolve("receipts/" + receipt + "/cancel.json"), Map.of("token", token.reveal())));
        }
        Answer answer = exchange.ask(Request.form(url.resolve("messages.json"), form(message)));
        JsonNode json = answer.json();
        if (answer.isOk() && json.path("status").asInt() == 1) {
            String ringing = json.path(RECEIPT).asText();
            return new SendResult.Delivered(ringing.isEmpty() ? Map.of() : Map.of(RECEIPT, ringing));
        }
        if (answer.status() == TOO_MANY_REQUESTS) {
            // The month's messages are used up.
            return answer.refused(false, Duration.ZERO, "rateLimited");
        }
        return answer.isOk() ? answer.refused(false, Duration.ZERO, "clientError") : answer.failedAfter(PAUSE);
    }

    private Map<String, String> form(Message message) throws IOException {
        UnaryOperator<String> render = basics.renderer(message);
        UnaryOperator<String> text = name -> render.apply(texts.getOrDefault(name, ""));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", render.apply(token.reveal()));
        form.put("user", render.apply(user.reveal()));
        form.put("title", Cut.runes(text.apply("title"), MAX_TITLE));
        String body = Cut.runes(text.apply("message"), MAX_MESSAGE).strip();
        form.put("message", body.isEmpty() ? "(no details)" : body);
        form.put("url", Cut.runes(text.apply("url"), MAX_URL));
        form.put("url_title", text.apply("url_title"));
        String priority = text.apply("priority");
        form.put("priority", priority);
        if (ALARM.equals(priority)) {
            form.put("retry", String.valueOf(Math.max(30, retry.toSeconds())));
            form.put("expire", String.valueOf(Math.min(10_800, expire.toSeconds())));
        }
        form.put("device", text.apply("device"));
        form.put("sound", text.apply("sound"));
        if (html) {
            form.put("html", "1");
        }
        if (monospace) {
            form.put("monospace", "1");
        }
        if (ttl.isPositive()) {
            form.put("ttl", String.valueOf(ttl.toSeconds()));
        }
        return form;
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return token.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        // Older tools know these two without files only.
        map.put("user_key", Secret.MASK);
        map.put("token", Secret.MASK);
        texts.forEach((name, value) -> {
            if (!"device".equals(name)) {
                map.put(name, value);
            }
        });
        map.put("retry", io.modelwatch.alertrouter.time.Durations.format(retry));
        map.put("expire", io.modelwatch.alertrouter.time.Durations.format(expire));
        map.put("html", html);
        return Optional.of(map);
    }
}
