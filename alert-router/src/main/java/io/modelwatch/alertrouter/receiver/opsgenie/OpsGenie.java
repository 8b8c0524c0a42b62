package io.modelwatch.alertrouter.receiver.opsgenie;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Opens and closes alerts at OpsGenie, or at Jira Service Management, which has the same API.
 *
 * @param url of the API, with a slash at its end
 * @param key of the API, a template
 * @param texts by their keys in the configuration, templates all
 * @param details what the alert shows besides the common labels, templates
 * @param responders by their fields, templates
 * @param updates whether message and description of an open alert are kept up to date
 */
public record OpsGenie(
        ChannelBasics basics,
        URI url,
        Secret key,
        Map<String, String> texts,
        Map<String, String> details,
        List<Map<String, String>> responders,
        boolean updates)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "opsgenie";

    /** The API unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://api.opsgenie.com/");

    private static final int MAX_MESSAGE = 130;
    private static final int MAX_DESCRIPTION = 15_000;
    private static final int MAX_DETAILS = 8000;
    private static final int MAX_ENTITY = 512;
    private static final int MAX_SOURCE = 100;
    private static final int MAX_NOTE = 25_000;
    private static final int MAX_TAG = 50;
    private static final int MAX_TAGS = 20;
    private static final int MAX_ACTIONS = 10;

    public OpsGenie {
        texts = Map.copyOf(texts);
        details = Map.copyOf(details);
        responders = List.copyOf(responders);
    }

    /**
     * Reads one element of {@code opsgenie_configs}.
     *
     * @param global URL for those that say none
     * @param globalKey for those that have none
     */
    public static OpsGenie read(ChannelYaml yaml, URI global, Optional<Secret> globalKey) {
        YamlMap map = yaml.map();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (String name : List.of("message", "description", "source")) {
            defaults.put(name, "{{ template \"opsgenie.default." + name + "\" . }}");
        }
        for (String name : List.of("tags", "note", "priority", "entity", "actions")) {
            defaults.put(name, "");
        }
        Yaml details = map.get("details");
        OpsGenie read = new OpsGenie(
                yaml.basics(true),
                withSlash(yaml.url("api_url", global)),
                yaml.secret("api_key")
                        .or(() -> globalKey)
                        .orElseThrow(() -> map.self()
                                .error("no global OpsGenie API key set either inline or in a file, and none here")),
                yaml.templates(defaults),
                details == null ? Map.of() : yaml.flat(details),
                map.list("responders").stream()
                        .map(each -> responder(yaml, each))
                        .toList(),
                map.get("update_alerts", Yaml::bool, false));
        map.noOthers();
        return read;
    }

    private static URI withSlash(URI url) {
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    private static Map<String, String> responder(ChannelYaml yaml, Yaml responder) {
        Map<String, String> read = yaml.flat(responder);
        if (read.getOrDefault("id", "").isEmpty()
                && read.getOrDefault("username", "").isEmpty()
                && read.getOrDefault("name", "").isEmpty()) {
            throw responder.error(
                    "opsGenieConfig responder has to have at least one of id, username or name specified");
        }
        if (!List.of("id", "name", "username", "type").containsAll(read.keySet())) {
            throw responder.error("known here are id, name, type, username");
        }
        String type = read.getOrDefault("type", "");
        if (!type.contains("{{") && !type.matches("(?i)teams?|user|escalation|schedule")) {
            throw responder.error("type must be team, teams, user, escalation or schedule, not \"" + type + "\"");
        }
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        UnaryOperator<String> render = basics.renderer(message);
        String authorization = "GenieKey " + render.apply(key.reveal());
        String alias = message.dedupKey();
        if (!message.firing()) {
            return ask(
                    exchange,
                    authorization,
                    new Request(
                            url.resolve("v2/alerts/" + alias + "/close?identifierType=alias"),
                            Request.json(Map.of("source", text(render, "source", MAX_SOURCE)))));
        }
        SendResult created = ask(
                exchange, authorization, new Request(url.resolve("v2/alerts"), Request.json(alert(message, render))));
        if (!updates || !(created instanceof SendResult.Delivered)) {
            return created;
        }
        SendResult changed = update(exchange, authorization, alias, "message", text(render, "message", MAX_MESSAGE));
        return changed instanceof SendResult.Delivered
                ? update(exchange, authorization, alias, "description", text(render, "description", MAX_DESCRIPTION))
                : changed;
    }

    private SendResult update(Exchange exchange, String authorization, String alias, String what, String text)
            throws Unanswered, IOException, InterruptedException {
        URI to = url.resolve("v2/alerts/" + alias + "/" + what + "?identifierType=alias");
        return ask(exchange, authorization, new Request("PUT", to, Request.json(Map.of(what, text))));
    }

    private static SendResult ask(Exchange exchange, String authorization, Request request)
            throws Unanswered, IOException, InterruptedException {
        Answer answer = exchange.ask(request.with("Authorization", authorization));
        return answer.byStatus();
    }

    private String text(UnaryOperator<String> render, String key, int most) {
        return Cut.runes(render.apply(texts.getOrDefault(key, "")), most);
    }

    private Map<String, Object> alert(Message message, UnaryOperator<String> render) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("alias", message.dedupKey());
        alert.put("message", text(render, "message", MAX_MESSAGE));
        Trees.unlessEmpty(alert, "description", text(render, "description", MAX_DESCRIPTION));
        alert.put("details", details(message, render));
        alert.put("source", text(render, "source", MAX_SOURCE));
        List<Map<String, Object>> who = responders(render);
        if (!who.isEmpty()) {
            alert.put("responders", who);
        }
        list(alert, "tags", render, MAX_TAGS);
        Trees.unlessEmpty(alert, "note", text(render, "note", MAX_NOTE));
        Trees.unlessEmpty(alert, "priority", render.apply(texts.getOrDefault("priority", "")));
        Trees.unlessEmpty(alert, "entity", text(render, "entity", MAX_ENTITY));
        list(alert, "actions", render, MAX_ACTIONS);
        return alert;
    }

    /** All details together are bounded; the longest are cut. */
    private Map<String, Object> details(Message message, UnaryOperator<String> render) {
        Map<String, String> all = new TreeMap<>(message.data().commonLabels());
        details.forEach((name, value) -> all.put(name, render.apply(value)));
        int most = MAX_DETAILS;
        int size;
        do {
            size = 0;
            for (Map.Entry<String, String> each : all.entrySet()) {
                each.setValue(Cut.runes(each.getValue(), most));
                size += each.getKey().length() + each.getValue().length();
            }
            most /= 2;
        } while (size > MAX_DETAILS && most > 3);
        return new LinkedHashMap<>(all);
    }

    private List<Map<String, Object>> responders(UnaryOperator<String> render) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, String> responder : responders) {
            Map<String, Object> one = new LinkedHashMap<>();
            for (String field : List.of("id", "name", "username")) {
                Trees.unlessEmpty(one, field, render.apply(responder.getOrDefault(field, "")));
            }
            if (one.isEmpty()) {
                continue;
            }
            String type = render.apply(responder.getOrDefault("type", ""));
            if ("teams".equals(type)) {
                for (String team : String.valueOf(one.getOrDefault("name", "")).split(",", -1)) {
                    if (!team.isBlank()) {
                        Map<String, Object> named = new LinkedHashMap<>();
                        named.put("name", team.strip());
                        named.put("type", "team");
                        all.add(named);
                    }
                }
            } else {
                one.put("type", type);
                all.add(one);
            }
        }
        return all;
    }

    private void list(Map<String, Object> alert, String key, UnaryOperator<String> render, int most) {
        List<String> parts = Arrays.stream(
                        render.apply(texts.getOrDefault(key, "")).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(each -> Cut.runes(each, MAX_TAG))
                .limit(most)
                .toList();
        if (!parts.isEmpty()) {
            alert.put(key, parts);
        }
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
        texts.forEach(map::put);
        if (!details.isEmpty()) {
            map.put("details", details);
        }
        if (!responders.isEmpty()) {
            map.put("responders", responders);
        }
        map.put("update_alerts", updates);
        return Optional.of(map);
    }
}
