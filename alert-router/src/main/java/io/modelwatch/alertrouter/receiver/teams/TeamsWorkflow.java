package io.modelwatch.alertrouter.receiver.teams;

import com.fasterxml.jackson.databind.node.NullNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a Teams channel by a workflow that takes adaptive cards.
 *
 * @param url of the workflow; a secret, since it holds the signature
 * @param title a template
 * @param text a template
 */
public record TeamsWorkflow(ChannelBasics basics, Secret url, String title, String text) implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "msteamsv2";

    private static final int MAX_BYTES = 20_000;

    /** Reads one element of {@code msteamsv2_configs}. */
    public static TeamsWorkflow read(ChannelYaml yaml) {
        TeamsWorkflow read = new TeamsWorkflow(
                yaml.basics(true),
                yaml.requiredSecretUrl("webhook_url"),
                yaml.template("title", "{{ template \"msteamsv2.default.title\" . }}"),
                yaml.template("text", "{{ template \"msteamsv2.default.text\" . }}"));
        yaml.map().noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        String headline = basics.templates().render("", title, message.data());
        String body = Cut.fitting(
                message,
                MAX_BYTES,
                each -> basics.templates().render("", text, each.data()),
                content -> card(headline, content, message.firing()));
        return new Request(ReceiverReader.checked(url.reveal()), body);
    }

    private static String card(String headline, String content, boolean firing) {
        Map<String, Object> heading = new LinkedHashMap<>();
        heading.put("type", "TextBlock");
        heading.put("text", headline);
        heading.put("weight", "Bolder");
        heading.put("size", "Medium");
        heading.put("wrap", true);
        heading.put("style", "heading");
        heading.put("color", firing ? "Attention" : "Good");
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.2");
        card.put("body", List.of(heading, Map.of("type", "TextBlock", "text", content, "wrap", true)));
        card.put("msteams", Map.of("width", "full"));
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("contentUrl", NullNode.getInstance());
        attachment.put("content", card);
        return Request.json(Map.of("type", "message", "attachments", List.of(attachment)));
    }

    @Override
    public SendResult result(Answer answer) {
        return answer.isOk() ? new SendResult.Delivered() : answer.failed();
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(4, Duration.ofSeconds(1)));
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
