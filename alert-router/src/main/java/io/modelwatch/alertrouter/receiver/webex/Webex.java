package io.modelwatch.alertrouter.receiver.webex;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a room in Webex, with the token in {@code http_config}.
 *
 * @param url of the API's messages
 * @param room a template
 * @param text marked up, a template
 */
public record Webex(ChannelBasics basics, URI url, String room, String text) implements Channel {

    /** The kind of integration. */
    public static final String KIND = "webex";

    /** The API unless the configuration says otherwise. */
    public static final URI URL = URI.create("https://webexapis.com/v1/messages");

    private static final int MAX_BYTES = 7439;
    private static final String ID = "id";

    /**
     * Reads one element of {@code webex_configs}.
     *
     * @param global URL for those that say none
     */
    public static Webex read(ChannelYaml yaml, URI global) {
        yaml.map().require("room_id").nonEmptyText();
        Webex read = new Webex(
                yaml.basics(true),
                yaml.url("api_url", global),
                yaml.template("room_id", ""),
                yaml.template("message", "{{ template \"webex.default.message\" . }}"));
        if (read.basics().http().authorization() == null) {
            throw yaml.map().self().error("missing webex_configs.http_config.authorization");
        }
        yaml.map().noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String content =
                Cut.fitting(message, MAX_BYTES, each -> basics.templates().render("", text, each.data()), each -> each);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("markdown", content);
        body.put("roomId", basics.templates().render("", room, message.data()));
        String known = exchange.remembered().getOrDefault(ID, "");
        if (!known.isEmpty() && exchange.followUp() == FollowUp.UPDATE) {
            Answer edited = exchange.ask(
                    new Request("PUT", URI.create(url + "/" + Request.encoded(known)), Request.json(body)));
            if (edited.isOk() || edited.failed().retry()) {
                return understood(edited, known);
            }
            // It has been edited too often, or is gone.
        }
        if (!known.isEmpty() && exchange.followUp() == FollowUp.THREAD) {
            body.put("parentId", known);
        }
        return understood(exchange.ask(new Request(url, Request.json(body))), known);
    }

    private static SendResult understood(Answer answer, String known) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        String id = answer.json().path("parentId").isTextual()
                ? known
                : answer.json().path(ID).asText(known);
        return new SendResult.Delivered(id.isEmpty() ? Map.of() : Map.of(ID, id));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() {
        return url + room;
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("api_url", url.toString());
        map.put("message", text);
        map.put("room_id", room);
        return Optional.of(map);
    }
}
