package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Received;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.notify.HttpSender;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.template.NotificationData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** What tests of channels share: messages, the real sender, and a fake of a service. */
abstract class ChannelFixture {

    static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
    static final String GROUP_KEY = "{}:{alertname=\"HighLatency\", cluster=\"c1\"}";
    static final String DEDUP_KEY = "6e2148e9cb18ab71b8965a652debc404bc23898c7bcd463ad158929b54902dbb";
    static final String TOKEN = "robot-token-5f3a";
    static final String SECRET = "SEC-hidden-77";

    final HttpSender sender = new HttpSender(Duration.ofSeconds(2), Duration.ofSeconds(5), "Alertmanager/0.34.0");
    Optional<ServiceFake> open = Optional.empty();

    ServiceFake fake(java.util.function.Function<Received, Reply> rule) {
        ServiceFake fake = new ServiceFake(rule);
        open = Optional.of(fake);
        return fake;
    }

    @AfterEach
    void close() {
        open.ifPresent(ServiceFake::close);
    }

    static NotificationData.Alert alert(boolean firing, String model) {
        return new NotificationData.Alert(
                firing,
                Map.of("alertname", "HighLatency", "cluster", "c1", "model", model),
                Map.of("summary", "延迟 <high> of \"" + model + "\"\nsecond line"),
                OffsetDateTime.parse("2026-11-24T01:02:03Z"),
                firing ? Optional.empty() : Optional.of(OffsetDateTime.parse("2026-11-24T02:00:00Z")),
                "http://p/1",
                "00");
    }

    static Message message(NotificationData.Alert... alerts) {
        return new Message(
                GROUP_KEY,
                new NotificationData(
                        "oncall",
                        List.of(alerts),
                        Map.of("alertname", "HighLatency", "cluster", "c1"),
                        Map.of("alertname", "HighLatency", "cluster", "c1"),
                        Map.of(),
                        "http://router:9093",
                        "first notification"));
    }

    static final Message FIRING = message(alert(true, "gpt-4o"), alert(true, "claude"));
    static final Message RESOLVED = message(alert(false, "gpt-4o"));

    static RouterConfig config(String global, String receiver) {
        return ConfigReader.read(
                "global: {" + global + "}\nroute: {receiver: oncall}\nreceivers:\n- name: oncall\n"
                        + receiver.indent(2),
                Path.of("/etc/alertmanager"));
    }

    static Channel only(RouterConfig config) {
        return (Channel) config.receivers().get("oncall").integrations().getFirst();
    }

    static Channel extension(String receiver) {
        return only(ConfigReader.withChannels(
                config("", ""), "receivers:\n- name: oncall\n" + receiver.indent(2), Path.of("/etc")));
    }

    SendResult send(Channel channel, Message message) throws InterruptedException {
        return sender.send(channel, message, "key", NOW, Duration.ofSeconds(5));
    }

    SendResult.Failed failed(Channel channel) throws InterruptedException {
        SendResult.Failed failed = assertInstanceOf(SendResult.Failed.class, send(channel, FIRING));
        assertFalse(failed.detail().contains(TOKEN) || failed.detail().contains(SECRET), failed.detail());
        return failed;
    }

    static Set<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return Set.copyOf(keys);
    }

    /** Alerts of many models. */
    static Message many(int count) {
        NotificationData.Alert[] many = new NotificationData.Alert[count];
        for (int i = 0; i < many.length; i++) {
            many[i] = alert(true, "model-" + i);
        }
        return message(many);
    }

    /** Messages about one group, one after the other: what the channel remembers is given back to it. */
    final class Talk {

        private final Channel channel;
        private final FollowUp followUp;
        private Map<String, String> remembered = Map.of();
        private int number;

        Talk(Channel channel, FollowUp followUp) {
            this.channel = channel;
            this.followUp = followUp;
        }

        SendResult tell(Message message) throws InterruptedException {
            SendResult result = sender.send(
                    channel,
                    message,
                    new HttpSender.Attempt("key" + number++, 1, remembered, followUp, NOW, Duration.ofSeconds(5)));
            if (result instanceof SendResult.Delivered delivered) {
                remembered = delivered.remember();
            }
            return result;
        }

        Map<String, String> remembered() {
            return remembered;
        }
    }

    static void assertDelivered(SendResult result) {
        assertInstanceOf(SendResult.Delivered.class, result, result.toString());
    }
}
