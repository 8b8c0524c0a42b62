package io.modelwatch.alertrouter.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.label.LabelSet;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the Alertmanager has sent and what would have been sent from here, and its silences. Blocks. */
final class ShadowStore {

    private static final String KEEP = """
            INSERT INTO shadow_notification (group_key, receiver, told_at, firing) VALUES ($1, $2, $3, $4)
            ON CONFLICT (group_key, receiver) DO UPDATE SET told_at = excluded.told_at, firing = excluded.firing""";

    private static final String THERE =
            "SELECT group_key, receiver, firing FROM shadow_notification WHERE told_at >= $1";

    private static final String HERE = """
            SELECT DISTINCT ON (group_key, receiver) group_key, receiver, firing FROM notification_log
            WHERE notified_at >= $1 ORDER BY group_key, receiver, notified_at DESC""";

    private static final String SILENCE = """
            INSERT INTO silence (id, matchers, starts_at, ends_at, updated_at, created_by, comment, annotations)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id""";

    private final Database database;

    ShadowStore(Database database) {
        this.database = database;
    }

    /** Keeps a webhook of the Alertmanager as the last word about its group. */
    void keep(JsonNode webhook, Instant now) {
        TreeSet<Long> firing = new TreeSet<>();
        for (JsonNode alert : webhook.path("alerts")) {
            if ("firing".equals(alert.path("status").asText())) {
                Map<String, String> labels = new HashMap<>();
                alert.path("labels").forEachEntry((name, value) -> labels.put(name, value.asText()));
                firing.add(LabelSet.of(labels).fingerprint().bits());
            }
        }
        database.run(
                KEEP,
                webhook.path("groupKey").asText(),
                webhook.path("receiver").asText(),
                time(now),
                firing.toArray(Long[]::new));
    }

    Map<String, String> there(Instant since) {
        return read(THERE, since);
    }

    Map<String, String> here(Instant since) {
        return read(HERE, since);
    }

    private Map<String, String> read(String sql, Instant since) {
        Map<String, String> notifications = new TreeMap<>();
        for (Row row : database.run(sql, time(since))) {
            TreeSet<String> firing = new TreeSet<>();
            for (Long bits : row.getArrayOfLongs("firing")) {
                firing.add(String.format(java.util.Locale.ROOT, "%016x", bits));
            }
            notifications.put(row.getString("receiver") + " " + row.getString("group_key"), "firing " + firing);
        }
        return notifications;
    }

    /** Keeps a silence under its own identity; false when there is one of it already. */
    boolean keepSilence(ImportedSilence silence, Instant now) {
        return database.run(
                                SILENCE,
                                silence.id(),
                                silence.matchers(),
                                time(silence.startsAt()),
                                time(silence.endsAt()),
                                time(now),
                                silence.createdBy(),
                                silence.comment(),
                                "{}")
                        .size()
                > 0;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
