package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.phone.Twilio;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes the key that somebody pressed in a call of Twilio. Only what Twilio has signed counts. */
@Path(Twilio.ANSWER_PATH)
@RunOnVirtualThread
public class VoiceAnswerResource {

    private static final Logger LOG = Logger.getLogger(VoiceAnswerResource.class);
    private static final String NEWEST = """
        SELECT id, group_key, receiver, position, alerts FROM delivery
        WHERE key = $1 AND integration = 'voice' ORDER BY id DESC LIMIT 1\
        """;

    private final Database database;
    private final NotificationLog log;
    private final CurrentConfig config;
    private final RouterSettings settings;
    private final Iterable<AcknowledgementListener> listeners;

    @Inject
    public VoiceAnswerResource(
            Database database,
            CurrentConfig config,
            RouterSettings settings,
            @Any Instance<AcknowledgementListener> listeners) {
        this(database, config, settings, (Iterable<AcknowledgementListener>) listeners);
    }

    /** For listeners that are known. */
    public VoiceAnswerResource(
            Database database,
            CurrentConfig config,
            RouterSettings settings,
            Iterable<AcknowledgementListener> listeners) {
        this.database = database;
        this.log = new NotificationLog(database);
        this.config = config;
        this.settings = settings;
        this.listeners = listeners;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_XML)
    @Operation(summary = "The key that was pressed in a call; 1 acknowledges")
    public String answer(
            @QueryParam("delivery") @Nullable String key,
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            MultivaluedMap<String, String> form) {
        RowSet<Row> rows = database.run(NEWEST, key == null ? "" : key);
        Optional<Row> row = rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next());
        Map<String, String> parameters = new TreeMap<>();
        form.forEach((name, values) -> parameters.put(name, values.getFirst()));
        Optional<Twilio> call = row.flatMap(this::channel).filter(each -> isSigned(each, key, signature, parameters));
        if (row.isEmpty() || call.isEmpty()) {
            throw Problem.of(CommonProblem.NOT_FOUND, "there is no such call, or the request is not signed by Twilio")
                    .asException();
        }
        if (!Twilio.ACKNOWLEDGE.equals(parameters.get("Digits"))) {
            return Twilio.goodbye(call.get().language(), "Not acknowledged.");
        }
        acknowledged(row.get(), call.get().number());
        return Twilio.goodbye(call.get().language(), "Acknowledged.");
    }

    private boolean isSigned(
            Twilio call, @Nullable String key, @Nullable String signature, Map<String, String> parameters) {
        String address =
                settings.externalUrl() + Twilio.ANSWER_PATH + "?delivery=" + Request.encoded(key == null ? "" : key);
        try {
            return signature != null && call.signed(address, parameters, signature);
        } catch (IOException e) {
            LOG.errorf("answer to a call not taken, its secret cannot be read reason=\"%s\"", e.getMessage());
            return false;
        }
    }

    private Optional<Twilio> channel(Row row) {
        Receiver receiver = config.get().receivers().get(row.getString("receiver"));
        if (receiver == null) {
            return Optional.empty();
        }
        for (Integration each : receiver.integrations()) {
            if (each instanceof Twilio call
                    && "voice".equals(call.kind())
                    && call.index() == row.getInteger("position")) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    private void acknowledged(Row row, String by) {
        log.note(row.getLong("id"), "acknowledged by telephone " + by);
        List<Map<String, String>> alerts = DeliveryJson.alerts(row);
        listeners.forEach(each -> each.acknowledged(row.getString("group_key"), alerts, by));
    }
}
