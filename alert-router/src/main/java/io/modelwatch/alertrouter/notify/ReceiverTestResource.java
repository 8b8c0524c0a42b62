package io.modelwatch.alertrouter.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.template.NotificationData;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sends a test to a receiver: marked as such, once to each integration, and without any trace in groups or logs. */
@Path("/api/v1/receivers/{name}/test")
@RunOnVirtualThread
public class ReceiverTestResource {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CurrentConfig config;
    private final RouterSettings settings;
    private final HttpSender sender;
    private final InstantSource clock;

    public ReceiverTestResource(CurrentConfig config, RouterSettings settings, HttpSender sender, InstantSource clock) {
        this.config = config;
        this.settings = settings;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param results one for each integration
     */
    public record Tested(String receiver, List<Result> results) {}

    /**
     * What came of one integration.
     *
     * @param status delivered or failed
     * @param detail what went wrong, or what else is worth knowing, without secrets
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Result(String integration, int position, String status, String detail) {}

    @POST
    @Operation(summary = "Send a test to a receiver; the answer says for each integration what came of it")
    public Tested send(@PathParam("name") String name) throws InterruptedException {
        Receiver receiver = config.get().receivers().get(name);
        if (receiver == null) {
            throw Problem.of(CommonProblem.NOT_FOUND, "there is no receiver \"" + name + "\"")
                    .asException();
        }
        Instant now = clock.instant();
        Message message = message(name, now);
        List<Result> results = new ArrayList<>();
        for (Integration integration : receiver.integrations()) {
            if (integration instanceof Channel channel) {
                results.add(result(channel, sender.send(channel, message, "test-" + UUID.randomUUID(), now, PATIENCE)));
            }
        }
        return new Tested(name, results);
    }

    private static Result result(Channel channel, SendResult sent) {
        return switch (sent) {
            case SendResult.Delivered delivered ->
                new Result(channel.kind(), channel.index(), "delivered", delivered.note());
            case SendResult.Failed failed -> new Result(channel.kind(), channel.index(), "failed", failed.detail());
        };
    }

    private Message message(String receiver, Instant now) {
        LabelSet labels = LabelSet.of("alertname", "TestNotification", "receiver", receiver, "severity", "info");
        Map<String, String> annotations =
                Map.of("summary", "This is a test of the receiver " + receiver + ". Nothing is wrong. 这是一条测试消息。");
        NotificationData.Alert alert = new NotificationData.Alert(
                true,
                labels.asMap(),
                annotations,
                now.atOffset(ZoneOffset.UTC),
                Optional.empty(),
                settings.externalUrl().toString(),
                labels.fingerprint().toString());
        return new Message(
                "test/" + UUID.randomUUID(),
                new NotificationData(
                        receiver,
                        List.of(alert),
                        Map.of("alertname", "TestNotification"),
                        labels.asMap(),
                        annotations,
                        settings.externalUrl().toString(),
                        "test"));
    }
}
