package io.modelwatch.alertrouter.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One notification.
 *
 * @param id its number; later ones are greater
 * @param time when it ended, or when it was begun while it is on its way
 * @param integration its kind
 * @param position its place among the receiver's integrations of that kind
 * @param status sending while it is on its way; delivered; failed, and tried again; dead, and not tried again; dropped
 *     by hand; unconfirmed when its replica died before it knew
 * @param error what went wrong last
 * @param note what else is worth knowing
 * @param nextAttempt when the outbox tries again at the earliest, if no group does
 * @param alerts labels of the alerts that it named
 * @param tries those that failed, where one delivery is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryJson(
        long id,
        String time,
        String receiver,
        String integration,
        int position,
        @JsonProperty("group_key") String groupKey,
        String reason,
        String status,
        int attempts,
        @Nullable String error,
        @Nullable String note,
        @JsonProperty("next_attempt") @Nullable String nextAttempt,
        List<Map<String, String>> alerts,
        @Nullable List<Try> tries) {

    private static final TypeReference<List<Map<String, String>>> ALERTS = new TypeReference<>() {};

    /**
     * An attempt that failed.
     *
     * @param reason its class, as the metrics name it
     * @param detail what happened, without secrets
     */
    public record Try(int number, String time, int millis, String reason, String detail) {

        static Try of(Row row) {
            return new Try(
                    row.getInteger("number"),
                    DeliveryJson.millis(row.getOffsetDateTime("at")),
                    row.getInteger("millis"),
                    row.getString("reason"),
                    row.getString("detail"));
        }
    }

    static DeliveryJson of(Row row, @Nullable List<Try> tries) {
        OffsetDateTime next = row.getOffsetDateTime("next_attempt_at");
        return new DeliveryJson(
                row.getLong("id"),
                Rfc3339.millis(DeliveryQuery.time(row)),
                row.getString("receiver"),
                row.getString("integration"),
                row.getInteger("position"),
                row.getString("group_key"),
                row.getString("reason"),
                row.getString("state"),
                row.getInteger("attempts"),
                row.getString("error"),
                row.getString("note"),
                next == null || !"failed".equals(row.getString("state")) ? null : millis(next),
                alerts(row),
                tries);
    }

    private static String millis(OffsetDateTime time) {
        return Rfc3339.millis(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    static List<Map<String, String>> alerts(Row row) {
        return Json.read(row.getString("alerts"), ALERTS);
    }
}
