package io.modelwatch.alertrouter.receiver.discord;

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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tells a Discord channel by its webhook.
 *
 * @param url of the webhook; a secret
 * @param content above the box, a template
 * @param title of the box, a template
 * @param text in the box, a template
 * @param username that is shown; empty for the webhook's
 * @param avatar that is shown; empty for the webhook's
 */
public record Discord(
        ChannelBasics basics, Secret url, String content, String title, String text, String username, String avatar)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "discord";

    private static final int MAX_CONTENT = 2000;
    private static final int MAX_TITLE = 256;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_SUM = 6000;
    private static final int RED = 10_038_562;
    private static final int GREEN = 3_066_993;
    private static final int NOT_FOUND = 404;
    private static final String ID = "id";
    private static final double MILLIS = 1000;

    /** Reads one element of {@code discord_configs}. */
    public static Discord read(ChannelYaml yaml) {
        Discord read = new Discord(
                yaml.basics(true),
                yaml.requiredSecretUrl("webhook_url"),
                yaml.template("content", "{{ template \"discord.default.content\" . }}"),
                yaml.template("title", "{{ template \"discord.default.title\" . }}"),
                yaml.template("message", "{{ template \"discord.default.message\" . }}"),
                yaml.map().get("username", Yaml::text, ""),
                yaml.map().get("avatar_url", Yaml::text, ""));
        yaml.map().noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String body = body(message);
        String known = exchange.remembered().getOrDefault(ID, "");
        String base = url.reveal();
        if (!known.isEmpty() && exchange.followUp() != FollowUp.NEW) {
            URI to = ReceiverReader.checked(path(base) + "/messages/" + known + query(base, ""));
            Answer edited = exchange.ask(new Request("PATCH", to, body));
            if (edited.status() != NOT_FOUND) {
                return understood(edited, known);
            }
        }
        return understood(
                exchange.ask(new Request(ReceiverReader.checked(path(base) + query(base, "wait=true")), body)), "");
    }

    private static String path(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    /** What the webhook's own URL asks for, such as a thread, and one thing more. */
    private static String query(String url, String more) {
        int question = url.indexOf('?');
        String own = question < 0 ? "" : url.substring(question + 1);
        String both = own.isEmpty() || more.isEmpty() ? own + more : own + "&" + more;
        return both.isEmpty() ? "" : "?" + both;
    }

    private String body(Message message) {
        UnaryOperator<String> render = basics.renderer(message);
        String above = cut(render.apply(content), MAX_CONTENT);
        String heading = cut(render.apply(title), MAX_TITLE);
        String inside = render.apply(text);
        int most = Math.min(MAX_TEXT, MAX_SUM - heading.length());
        int all = message.data().alerts().size();
        for (int count = all / 2; inside.length() > most && count > 0; count /= 2) {
            inside = basics.templates().render("", text, message.first(count).data()) + "\n\n+ " + (all - count) + ": "
                    + message.data().externalUrl();
        }
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", heading);
        embed.put("description", cut(inside, most));
        embed.put("color", message.firing() ? RED : GREEN);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("content", above);
        body.put("embeds", List.of(embed));
        Trees.unlessEmpty(body, "username", username);
        Trees.unlessEmpty(body, "avatar_url", avatar);
        // Labels must not call people.
        body.put("allowed_mentions", Map.of("parse", List.of()));
        return Request.json(body);
    }

    /** The service counts what Java counts, or code points, which are never more. */
    private static String cut(String text, int most) {
        String cut = Cut.runes(text, most);
        int fewer = most;
        while (cut.length() > most) {
            fewer -= Math.max(1, (cut.length() - most) / 2);
            cut = Cut.runes(text, fewer);
        }
        return cut;
    }

    private static SendResult understood(Answer answer, String known) {
        JsonNode json = answer.json();
        if (answer.isOk()) {
            String id = json.path(ID).asText(known);
            return new SendResult.Delivered(id.isEmpty() ? Map.of() : Map.of(ID, id));
        }
        return answer.failedAfter(
                Duration.ofMillis((long) Math.ceil(json.path("retry_after").asDouble() * MILLIS)));
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(5, Duration.ofSeconds(2)), new Rate(30, Duration.ofMinutes(1)));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() throws IOException {
        return url.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("webhook_url", Secret.MASK);
        map.put("title", title);
        map.put("message", text);
        return Optional.of(map);
    }
}
