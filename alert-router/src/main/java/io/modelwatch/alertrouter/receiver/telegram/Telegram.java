package io.modelwatch.alertrouter.receiver.telegram;

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

/**
 * Tells a chat by a bot of Telegram.
 *
 * @param url of the API
 * @param token of the bot
 * @param chat the chat's id
 * @param thread the topic within the chat; empty for none
 * @param text a template
 * @param parseMode how the text is marked up; empty for not
 * @param quiet whether telephones stay silent
 */
public record Telegram(
        ChannelBasics basics,
        URI url,
        Secret token,
        String chat,
        String thread,
        String text,
        String parseMode,
        boolean quiet)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "telegram";

    /** The API unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://api.telegram.org");

    private static final int MAX_CHARACTERS = 4096;
    private static final String MESSAGE = "message_id";
    private static final String CHAT = "chat_id";
    private static final String HTML = "HTML";

    /**
     * Reads one element of {@code telegram_configs}.
     *
     * @param globalToken for those that have none
     */
    public static Telegram read(ChannelYaml yaml, URI globalUrl, Optional<Secret> globalToken) {
        YamlMap map = yaml.map();
        Yaml chat = map.get(CHAT);
        Yaml chatFile = map.get("chat_id_file");
        if (chat == null || chat.integer() == 0 || chatFile != null) {
            throw map.self()
                    .error(
                            chatFile != null
                                    ? "chat_id_file is not supported; use chat_id"
                                    : "missing chat_id on telegram_config");
        }
        Telegram read = new Telegram(
                yaml.basics(true),
                yaml.url("api_url", globalUrl),
                yaml.secret("bot_token")
                        .or(() -> globalToken)
                        .orElseThrow(() -> map.self().error("missing bot_token or bot_token_file on telegram_config")),
                String.valueOf(chat.integer()),
                map.get("message_thread_id", each -> String.valueOf(each.integer()), ""),
                yaml.template("message", "{{ template \"telegram.default.message\" . }}"),
                map.get("parse_mode", Telegram::mode, HTML),
                map.get("disable_notifications", Yaml::bool, false));
        map.noOthers();
        return read;
    }

    private static String mode(Yaml yaml) {
        return switch (yaml.text()) {
            case "", "Markdown", "MarkdownV2", HTML -> yaml.text();
            default ->
                throw yaml.error("unknown parse_mode on telegram_config, must be Markdown, MarkdownV2, HTML or empty"
                        + " string");
        };
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String content = content(message);
        String known = exchange.remembered().getOrDefault(MESSAGE, "");
        String where = exchange.remembered().getOrDefault(CHAT, chat);
        if (known.isEmpty() || exchange.followUp() == FollowUp.NEW) {
            return anew(exchange, content, parseMode, where, "");
        }
        Map<String, Object> edit = body(content, parseMode, where);
        edit.put(MESSAGE, known);
        SendResult edited = understood(exchange, ask(exchange, "editMessageText", edit), content, where, known);
        if (edited instanceof SendResult.Failed failed && !failed.retry()) {
            return anew(exchange, content, parseMode, where, "");
        }
        if (edited instanceof SendResult.Failed || exchange.followUp() == FollowUp.UPDATE) {
            return edited;
        }
        SendResult answered = anew(exchange, content, parseMode, where, known);
        return answered instanceof SendResult.Delivered ? edited : answered;
    }

    /** Alerts are left out until the text fits; what is cut inside of marked up text could break it. */
    private String content(Message message) {
        int all = message.data().alerts().size();
        String content = rendered(message);
        for (int count = all / 2; length(content) > MAX_CHARACTERS && count > 0; count /= 2) {
            content = rendered(message.first(count)) + "\n+ " + (all - count) + ": "
                    + message.data().externalUrl();
        }
        if (length(content) <= MAX_CHARACTERS) {
            return content;
        }
        return HTML.equals(parseMode)
                ? Cut.runes(content.replaceAll("<[^>]*>", "").replaceAll("&[^;\\s]*$", ""), MAX_CHARACTERS / 2)
                        .replaceAll("&[^;\\s]*…$", "…")
                : Cut.runes(content, MAX_CHARACTERS / 2);
    }

    /** The larger count, since the service may count either. */
    private static int length(String text) {
        return text.length();
    }

    private String rendered(Message message) {
        return HTML.equals(parseMode)
                ? basics.templates().renderHtml("", text, message.data())
                : basics.templates().render("", text, message.data());
    }

    private Map<String, Object> body(String content, String mode, String where) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(CHAT, where);
        body.put("text", content);
        body.put("disable_web_page_preview", "true");
        Trees.unlessEmpty(body, "parse_mode", mode);
        return body;
    }

    private SendResult anew(Exchange exchange, String content, String mode, String where, String answerTo)
            throws Unanswered, IOException, InterruptedException {
        Map<String, Object> body = body(content, mode, where);
        if (quiet) {
            body.put("disable_notification", "true");
        }
        Trees.unlessEmpty(body, "message_thread_id", thread);
        if (!answerTo.isEmpty()) {
            body.put("reply_parameters", Map.of(MESSAGE, Long.parseLong(answerTo)));
        }
        return understood(exchange, ask(exchange, "sendMessage", body), content, where, "");
    }

    private Answer ask(Exchange exchange, String what, Map<String, Object> body)
            throws Unanswered, IOException, InterruptedException {
        String base = url.toString().endsWith("/") ? url.toString() : url + "/";
        URI to = ReceiverReader.checked(base + "bot" + token.reveal() + "/" + what);
        return exchange.ask(new Request(to, Request.json(body)));
    }

    private SendResult understood(Exchange exchange, Answer answer, String content, String where, String edited)
            throws Unanswered, IOException, InterruptedException {
        JsonNode json = answer.json();
        if (answer.isOk() && json.path("ok").asBoolean()) {
            String id = json.path("result").path(MESSAGE).asText(edited);
            return new SendResult.Delivered(Map.of(MESSAGE, id.isEmpty() ? edited : id, CHAT, where));
        }
        String description = json.path("description").asText();
        if (description.contains("message is not modified")) {
            return new SendResult.Delivered(Map.of(MESSAGE, edited, CHAT, where));
        }
        String moved = json.path("parameters").path("migrate_to_chat_id").asText();
        if (!moved.isEmpty() && !moved.equals(where)) {
            return anew(exchange, content, parseMode, moved, "");
        }
        if (description.contains("can't parse entities") && edited.isEmpty()) {
            Map<String, Object> plain = body(content.replaceAll("<[^>]*>", ""), "", where);
            Trees.unlessEmpty(plain, "message_thread_id", thread);
            Answer second = ask(exchange, "sendMessage", plain);
            return second.isOk()
                    ? new SendResult.Delivered(
                            Map.of(
                                    MESSAGE,
                                    second.json().path("result").path(MESSAGE).asText(),
                                    CHAT,
                                    where),
                            "sent without marks, which the service did not take")
                    : second.failed();
        }
        return answer.failedAfter(
                Duration.ofSeconds(json.path("parameters").path("retry_after").asLong()));
    }

    @Override
    public List<Rate> rates() {
        return chat.startsWith("-")
                ? List.of(new Rate(20, Duration.ofMinutes(1)), new Rate(1, Duration.ofSeconds(1)))
                : List.of(new Rate(1, Duration.ofSeconds(1)));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return token.reveal() + chat;
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("api_url", url.toString());
        map.put("bot_token", Secret.MASK);
        map.put(CHAT, Long.parseLong(chat));
        map.put("message", text);
        map.put("parse_mode", parseMode);
        map.put("disable_notifications", quiet);
        return Optional.of(map);
    }
}
