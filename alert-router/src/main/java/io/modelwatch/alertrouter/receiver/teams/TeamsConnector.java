package io.modelwatch.alertrouter.receiver.teams;

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
 * Tells a Teams channel by a connector, which Microsoft has retired in favour of workflows.
 *
 * @param url of the connector; a secret
 * @param title a template
 * @param summary a template
 * @param text a template
 */
public record TeamsConnector(ChannelBasics basics, Secret url, String title, String summary, String text)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "msteams";

    private static final int MAX_BYTES = 20_000;
    private static final int TOO_MANY_REQUESTS = 429;

    /** Reads one element of {@code msteams_configs}. */
    public static TeamsConnector read(ChannelYaml yaml) {
        TeamsConnector read = new TeamsConnector(
                yaml.basics(true),
                yaml.requiredSecretUrl("webhook_url"),
                yaml.template("title", "{{ template \"msteams.default.title\" . }}"),
                yaml.template("summary", "{{ template \"msteams.default.summary\" . }}"),
                yaml.template("text", "{{ template \"msteams.default.text\" . }}"));
        yaml.map().noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        String heading = basics.templates().render("", title, message.data());
        String brief = basics.templates().render("", summary, message.data());
        String body = Cut.fitting(
                message,
                MAX_BYTES,
                each -> basics.templates().render("", text, each.data()),
                content -> card(heading, brief, content, message.firing()));
        return new Request(ReceiverReader.checked(url.reveal()), body);
    }

    private static String card(String heading, String summary, String content, boolean firing) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("@context", "http://schema.org/extensions");
        card.put("type", "MessageCard");
        card.put("title", heading);
        card.put("summary", summary);
        card.put("text", content);
        card.put("themeColor", firing ? "8C1A1A" : "2DC72D");
        return Request.json(card);
    }

    /** Refusals may come with status 200 and a text; only {@code 1} is success. */
    @Override
    public SendResult result(Answer answer) {
        if (!answer.isOk()) {
            return answer.failed();
        }
        String body = answer.body().strip();
        if (body.isEmpty() || "1".equals(body)) {
            return new SendResult.Delivered();
        }
        boolean fast = body.contains(String.valueOf(TOO_MANY_REQUESTS));
        return answer.refused(fast, Duration.ofSeconds(1), fast ? "rateLimited" : "clientError");
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
