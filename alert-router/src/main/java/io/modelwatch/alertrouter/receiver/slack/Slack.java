package io.modelwatch.alertrouter.receiver.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
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
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells a Slack channel by an incoming webhook, or by the web API with a token. By the API a message can be changed, and
 * answered in a thread.
 *
 * @param url of the webhook, or where the API takes messages
 * @param token for the API; empty when {@code http_config} has it, or for a webhook
 * @param update whether the first message of an incident is kept up to date instead of posting more
 * @param texts by their keys in the configuration, templates all
 * @param linkNames whether names with an at sign become links
 * @param fields of the attachment
 * @param actions buttons of the attachment
 * @param markdownIn which texts are marked up
 */
public record Slack(
        ChannelBasics basics,
        Secret url,
        Optional<Secret> token,
        boolean update,
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
    private static final String POST = "/api/chat.postMessage";
    private static final String UPDATE = "/api/chat.update";
    private static final String TS = "ts";
    private static final String CHANNEL = "channel";

    /** Where the API takes messages, unless the configuration says otherwise. */
    public static final URI APP_URL = URI.create("https://slack.com" + POST);

    /** Errors that say that a message cannot be changed any more. */
    private static final Set<String> GONE =
            Set.of("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found");

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
     * What {@code global} says for those that do not say it themselves.
     *
     * @param url of the webhook
     * @param token of the application
     * @param appUrl where the API takes messages
     */
    public record Globals(Optional<Secret> url, Optional<Secret> token, URI appUrl) {

        public static final Globals NONE = new Globals(Optional.empty(), Optional.empty(), APP_URL);
    }

    /**
     * Reads one element of {@code slack_configs}.
     *
     * @param global for what it does not say
     */
    public static Slack read(ChannelYaml yaml, Globals global) {
        YamlMap map = yaml.map();
        Optional<Secret> ownUrl = yaml.secretUrl("api_url");
        Optional<Secret> ownToken = yaml.secret("app_token");
        if (ownUrl.isPresent() && ownToken.isPresent()) {
            throw map.self().error("at most one of api_url and app_token must be configured");
        }
        URI appUrl = yaml.url("app_url", global.appUrl());
        Optional<Secret> token =
                ownToken.or(() -> ownUrl.isPresent() || global.url().isPresent() ? Optional.empty() : global.token());
        Secret url = token.isPresent()
                ? new Secret.Inline(appUrl.toString())
                : ownUrl.or(global::url)
                        .orElseThrow(() -> map.self().error("no Slack API URL is set, neither here nor globally"));
        boolean update = map.get("update_message", Yaml::bool, false);
        if (update && !isApi(url)) {
            throw map.key("update_message")
                    .error("update_message needs api_url to be https://slack.com/api/chat.postMessage, or an"
                            + " app_token");
        }
        boolean shortFields = map.get("short_fields", Yaml::bool, false);
        Slack slack = new Slack(
                yaml.basics(false),
                url,
                token,
                update,
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

    private static boolean isApi(Secret url) {
        try {
            return url.reveal().endsWith(POST);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        Map<String, Object> body = body(message);
        String ts = exchange.remembered().getOrDefault(TS, "");
        String where = exchange.remembered().getOrDefault(CHANNEL, "");
        boolean changes = update || exchange.followUp() != FollowUp.NEW;
        if (!changes || ts.isEmpty() || !isApi(url)) {
            return understood(ask(exchange, url.reveal(), body));
        }
        Map<String, Object> edit = new LinkedHashMap<>(body);
        edit.put(CHANNEL, where);
        edit.put(TS, ts);
        Answer edited = ask(exchange, url.reveal().replace(POST, UPDATE), edit);
        if (GONE.contains(edited.json().path("error").asText())) {
            return understood(ask(exchange, url.reveal(), body));
        }
        SendResult result = understood(edited);
        if (exchange.followUp() != FollowUp.THREAD || !(result instanceof SendResult.Delivered)) {
            return result;
        }
        body.put(CHANNEL, where);
        body.put("thread_ts", ts);
        SendResult answered = understood(ask(exchange, url.reveal(), body));
        // The head of the thread stays what is known.
        return answered instanceof SendResult.Delivered
                ? new SendResult.Delivered(Map.of(TS, ts, CHANNEL, where))
                : answered;
    }

    private Answer ask(Exchange exchange, String to, Map<String, Object> body)
            throws Unanswered, IOException, InterruptedException {
        Request request = new Request(ReceiverReader.checked(to), Request.json(body));
        return exchange.ask(
                token.isPresent()
                        ? request.with("Authorization", "Bearer " + token.get().reveal())
                        : request);
    }

    private Map<String, Object> body(Message message) {
        UnaryOperator<String> render = basics.renderer(message);
        UnaryOperator<String> text = key -> render.apply(texts.getOrDefault(key, ""));
        Map<String, Object> attachment = new LinkedHashMap<>();
        Trees.unlessEmpty(attachment, "title", Cut.runes(text.apply("title"), MAX_TITLE));
        Trees.unlessEmpty(attachment, "title_link", text.apply("title_link"));
        Trees.unlessEmpty(attachment, "pretext", text.apply("pretext"));
        for (String key : List.of("text", "fallback", "callback_id", "footer")) {
            attachment.put(key, text.apply(key));
        }
        Trees.unlessEmpty(attachment, "image_url", text.apply("image_url"));
        Trees.unlessEmpty(attachment, "thumb_url", text.apply("thumb_url"));
        Trees.unlessEmpty(attachment, "color", text.apply("color"));
        attachment.put("mrkdwn_in", markdownIn);
        if (!fields.isEmpty()) {
            attachment.put("fields", Trees.rendered(fields, render));
        }
        if (!actions.isEmpty()) {
            attachment.put("actions", Trees.rendered(actions, render));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        Trees.unlessEmpty(body, "channel", text.apply("channel"));
        Trees.unlessEmpty(body, "username", text.apply("username"));
        Trees.unlessEmpty(body, "icon_emoji", text.apply("icon_emoji"));
        Trees.unlessEmpty(body, "icon_url", text.apply("icon_url"));
        if (linkNames) {
            body.put("link_names", true);
        }
        Trees.unlessEmpty(body, "text", text.apply("message_text"));
        body.put("attachments", List.of(attachment));
        return body;
    }

    /** A webhook says {@code ok}; the web API says in JSON whether it is, with status 200 in any case. */
    private static SendResult understood(Answer answer) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        if ("ok".equals(answer.body().strip())) {
            return new SendResult.Delivered();
        }
        JsonNode json = answer.json();
        if (json.path("ok").asBoolean(false)) {
            String ts = json.path(TS).asText();
            String where = json.path(CHANNEL).asText();
            return new SendResult.Delivered(ts.isEmpty() ? Map.of() : Map.of(TS, ts, CHANNEL, where));
        }
        boolean passing = PASSING.contains(json.path("error").asText());
        return answer.refused(passing, Duration.ZERO, passing ? "rateLimited" : "clientError");
    }

    /** One message a second in each channel. */
    @Override
    public List<Rate> rates() {
        return List.of(new Rate(1, Duration.ofSeconds(1)));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return url.reveal() + texts.get(CHANNEL);
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
