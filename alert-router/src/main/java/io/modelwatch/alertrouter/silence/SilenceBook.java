package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.LabelSet;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** This replica's copy of the silences, so that muting costs no query. Follows the table by its transactions. */
public final class SilenceBook {

    private static final String CHANGED = """
            SELECT id, matchers, starts_at, ends_at, updated_at, created_by, comment, annotations
            FROM silence WHERE tx >= $1""";

    private static final String NEWS = """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   EXISTS (SELECT 1 FROM silence WHERE tx >= $1)""";

    private final Database database;
    private final Map<UUID, Silence> silences = new ConcurrentHashMap<>();

    /** Not a monitor, which would pin the virtual threads that wait for the database inside. */
    private final ReentrantLock syncing = new ReentrantLock();

    private long watermark;

    public SilenceBook(Database database) {
        this.database = database;
    }

    /** Takes over what was committed since the last time. */
    public void sync() {
        syncing.lock();
        try {
            Row news = database.run(NEWS, watermark).iterator().next();
            if (news.getBoolean(1)) {
                database.run(CHANGED, watermark).forEach(row -> apply(silence(row)));
            }
            // Everything older was finished when the news were looked for, so the next look may begin here.
            watermark = news.getLong(0);
        } finally {
            syncing.unlock();
        }
    }

    private static Silence silence(Row row) {
        return new Silence(
                row.getUUID("id"),
                SilenceEntity.matchers(row.getString("matchers")),
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                row.getString("created_by"),
                row.getString("comment"),
                Json.texts(row.getString("annotations")));
    }

    /** Takes over one that this replica has just committed. */
    void apply(Silence silence) {
        silences.merge(
                silence.id(), silence, (known, found) -> found.updatedAt().isBefore(known.updatedAt()) ? known : found);
    }

    /** The silences that mute these labels now, in the order of their identities. */
    public List<String> silencing(LabelSet labels, Instant now) {
        List<String> ids = new ArrayList<>();
        for (Silence silence : silences.values()) {
            if (silence.mutes(labels, now)) {
                ids.add(silence.id().toString());
            }
        }
        Collections.sort(ids);
        return ids;
    }

    /** All that are known. */
    public Collection<Silence> all() {
        return Collections.unmodifiableCollection(silences.values());
    }

    /** Deletes what has been over for longer than the given time. */
    public void forget(Instant now, Duration retention) {
        Instant before = now.minus(retention);
        database.run("DELETE FROM silence WHERE ends_at < $1", OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
        silences.values().removeIf(silence -> silence.endsAt().isBefore(before));
    }
}
