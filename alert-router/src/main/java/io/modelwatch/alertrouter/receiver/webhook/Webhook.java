package io.modelwatch.alertrouter.receiver.webhook;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.PostingChannel;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Trees;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells by posting JSON to a URL.
 *
 * @param url where to post, a template
 * @param maxAlerts most alerts in one message; 0 for no bound
 * @param payload a tree of templates that is posted instead of Alertmanager's body; empty for that
 */
public record Webhook(ChannelBasics basics, Secret url, int maxAlerts, Optional<Object> payload)
        implements PostingChannel {

    /** The kind of integration. */
    public static final String KIND = "webhook";

    /** Reads one element of {@code webhook_configs}. */
    public static Webhook read(ChannelYaml yaml) {
        YamlMap map = yaml.map();
        Yaml inline = map.get("url");
        Secret url = yaml.requiredSecret("url");
        if (inline != null) {
            if (inline.text().contains("{{")) {
                yaml.checked(inline);
            } else {
                ReceiverReader.url(inline);
            }
        }
        Yaml payload = map.get("payload");
        Webhook webhook = new Webhook(
                yaml.basics(true),
                url,
                map.get("max_alerts", Yaml::count, 0),
                payload == null ? Optional.empty() : Optional.of(yaml.tree(payload)));
        map.noOthers();
        return webhook;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Request request(Message message, Instant now) throws IOException {
        URI to = ReceiverReader.checked(basics.templates().render("", url.reveal(), message.data()));
        if (payload.isPresent()) {
            Object tree = Trees.valued(payload.get(), basics.renderer(message));
            return new Request(to, Request.json(tree));
        }
        return new Request(
                to, WebhookBody.of(message, WebhookBody.VERSION, maxAlerts).json());
    }

    @Override
    public SendResult result(Answer answer) {
        return answer.byStatus();
    }

    @Override
    public String target() throws IOException {
        return url.reveal();
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        switch (url) {
            case Secret.Inline inline -> map.put("url", masked(inline.value()));
            case Secret.InFile file -> map.put("url_file", file.path().toString());
        }
        map.put("max_alerts", maxAlerts);
        if (!basics.timeout().isZero()) {
            map.put("timeout", Durations.format(basics.timeout()));
        }
        return Optional.of(map);
    }

    /** Only the host is shown, since tokens may stand in the rest. */
    private static String masked(String text) {
        if (text.contains("{{")) {
            return "http://" + Secret.MASK + "/";
        }
        URI url = ReceiverReader.checked(text);
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "" : url.getRawPath();
        String base = url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        boolean plain = (path.isEmpty() || "/".equals(path)) && url.getRawQuery() == null;
        return base + (plain ? path : "/" + Secret.MASK);
    }
}
