package io.modelwatch.alertrouter.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who was told what, and when. */
@Path("/api/v1/deliveries")
@RunOnVirtualThread
public class DeliveriesResource {

    private static final int MAX_LIMIT = 10_000;
    private static final TypeReference<List<Map<String, String>>> ALERTS = new TypeReference<>() {};

    private static final String NEWEST = """
            SELECT begun_at, ended_at, receiver, integration, position, group_key, reason, state, attempts, error, alerts
            FROM delivery ORDER BY id DESC LIMIT $1""";

    private final Database database;

    public DeliveriesResource(Database database) {
        this.database = database;
    }

    @GET
    @Operation(summary = "List deliveries, the newest first")
    public Deliveries list(@QueryParam("limit") @DefaultValue("100") String limit) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Row row : database.run(NEWEST, number(limit))) {
            deliveries.add(delivery(row));
        }
        return new Deliveries(deliveries);
    }

    private static int number(String limit) {
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The complaint below says it.
        }
        throw Problem.of(
                        CommonProblem.INVALID_PARAMETER,
                        "limit must be a whole number between 1 and " + MAX_LIMIT + ", was \"" + limit + "\"")
                .asException();
    }

    private static Delivery delivery(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new Delivery(
                Rfc3339.millis((ended == null ? row.getOffsetDateTime("begun_at") : ended)
                        .withOffsetSameInstant(ZoneOffset.UTC)),
                row.getString("receiver"),
                row.getString("integration"),
                row.getInteger("position"),
                row.getString("group_key"),
                row.getString("reason"),
                row.getString("state"),
                row.getInteger("attempts"),
                row.getString("error"),
                Json.read(row.getString("alerts"), ALERTS));
    }

    /** The answer. */
    public record Deliveries(List<Delivery> deliveries) {}

    /**
     * One notification.
     *
     * @param time when it ended, or when it was begun while it is on its way
     * @param integration its kind
     * @param position its place among the receiver's integrations of that kind
     * @param status delivered, failed, or sending while it is on its way (or was when its replica died)
     * @param alerts labels of the alerts that it named
     */
    public record Delivery(
            String time,
            String receiver,
            String integration,
            int position,
            @JsonProperty("group_key") String groupKey,
            String reason,
            String status,
            int attempts,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String error,

            List<Map<String, String>> alerts) {}
}
