package io.modelwatch.alertrouter.receiver.incidentio;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.webhook.WebhookBody;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Tells incident.io.
 *
 * @param url of the alert source
 * @param token of the alert source; empty when {@code http_config} has it
 * @param maxAlerts most alerts in one message; 0 for no bound
 */
public record IncidentIo(ChannelBasics basics, Secret url, Optional<Secret> token, int maxAlerts)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "incidentio";

    private static final int MAX_BYTES = 512 * 1024;

    /** Reads one element of {@code incidentio_configs}. */
    public static IncidentIo read(ChannelYaml yaml) {
        IncidentIo read = new IncidentIo(
                yaml.basics(true),
                yaml.requiredSecretUrl("url"),
                yaml.secret("alert_source_token"),
                yaml.map().get("max_alerts", Yaml::count, 0));
        if (read.token().isPresent() == (read.basics().http().authorization() != null)) {
            throw yaml.map()
                    .self()
                    .error("exactly one of alert_source_token, alert_source_token_file and http_config.authorization"
                            + " must be configured");
        }
        yaml.map().noOthers();
        return read;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** A body that is too long is answered as if it came too fast, so it is cut before. */
    @Override
    public Request request(Message message, Instant now) throws IOException {
        int named = maxAlerts == 0
                ? message.data().alerts().size()
                : Math.min(maxAlerts, message.data().alerts().size());
        String body = WebhookBody.of(message, "1", named).json();
        while (Request.bytes(body) > MAX_BYTES && named > 1) {
            named /= 2;
            body = WebhookBody.of(message, "1", named).json();
        }
        Request request = new Request(ReceiverReader.checked(url.reveal()), body);
        return token.isPresent()
                ? request.with("Authorization", "Bearer " + token.get().reveal())
                : request;
    }

    @Override
    public SendResult result(Answer answer) {
        return answer.byStatus();
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
