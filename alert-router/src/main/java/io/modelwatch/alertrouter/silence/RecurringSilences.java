package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recurring silences in PostgreSQL, and the silences that come of them. Blocks. */
public final class RecurringSilences {

    private static final String LIST = """
            SELECT id, matchers, cron, zone, length_seconds, created_by, comment FROM recurring_silence
            ORDER BY created_at, id""";

    private static final String ADD = """
            INSERT INTO recurring_silence (id, matchers, cron, zone, length_seconds, created_by, comment, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";

    /** One that somebody has ended or that another replica has made stays as it is. */
    private static final String MAKE = """
            INSERT INTO silence (id, matchers, starts_at, ends_at, updated_at, created_by, comment, annotations)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING""";

    private static final String END = """
            UPDATE silence SET starts_at = least(starts_at, $2::timestamptz), ends_at = $2, updated_at = greatest(updated_at, $2)
            WHERE annotations = $1 AND ends_at > $2""";

    private static final String ANNOTATION = "recurring_silence";
    private static final Duration AHEAD = Duration.ofHours(24);
    private static final int MOST_AHEAD = 10;

    private final Database database;

    public RecurringSilences(Database database) {
        this.database = database;
    }

    List<RecurringSilence> all() {
        List<RecurringSilence> all = new ArrayList<>();
        for (Row row : database.run(LIST)) {
            all.add(new RecurringSilence(
                    row.getUUID("id"),
                    SilenceEntity.matchers(row.getString("matchers")),
                    row.getString("cron"),
                    ZoneId.of(row.getString("zone")),
                    Duration.ofSeconds(row.getLong("length_seconds")),
                    row.getString("created_by"),
                    row.getString("comment")));
        }
        return all;
    }

    void add(RecurringSilence silence, Instant now) {
        database.run(
                ADD,
                silence.id(),
                SilenceEntity.json(silence.matchers()),
                silence.cron(),
                silence.zone().getId(),
                silence.length().toSeconds(),
                silence.createdBy(),
                silence.comment(),
                time(now));
        make(silence, now);
    }

    /** Ends a recurring silence and what has been made of it; false when there is none. */
    boolean remove(UUID id, Instant now) {
        boolean there = database.run("DELETE FROM recurring_silence WHERE id = $1 RETURNING id", id)
                        .size()
                > 0;
        database.run(END, annotations(id), time(now));
        return there;
    }

    /** Makes the silences of the next day. Any number of replicas may do it. */
    public void makeAhead(Instant now) {
        all().forEach(each -> make(each, now));
    }

    private void make(RecurringSilence silence, Instant now) {
        for (Instant start : silence.occurrences(now, now.plus(AHEAD), MOST_AHEAD)) {
            database.run(
                    MAKE,
                    silence.idOf(start),
                    SilenceEntity.json(silence.matchers()),
                    time(start),
                    time(start.plus(silence.length())),
                    time(now),
                    silence.createdBy(),
                    silence.comment(),
                    annotations(silence.id()));
        }
    }

    private static String annotations(UUID id) {
        return Json.write(Map.of(ANNOTATION, id.toString()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
