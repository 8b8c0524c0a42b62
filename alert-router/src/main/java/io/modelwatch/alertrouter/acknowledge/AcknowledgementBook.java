package io.modelwatch.alertrouter.acknowledge;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements in PostgreSQL, and this replica's copy of them, which follows the table by its transactions. Blocks
 * where it writes or looks for news.
 */
public final class AcknowledgementBook {

    private static final String WRITE = """
            INSERT INTO acknowledgement (fingerprint, labels, since, owner, comment, acknowledged_at, until)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::timestamptz[],
                                 $7::timestamptz[])
            ORDER BY 1
            ON CONFLICT (fingerprint) DO UPDATE
            SET labels = excluded.labels, since = excluded.since, owner = excluded.owner, comment = excluded.comment,
                acknowledged_at = excluded.acknowledged_at, until = excluded.until,
                tx = pg_current_xact_id()::text::bigint""";

    private static final String NEWS = """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   EXISTS (SELECT 1 FROM acknowledgement WHERE tx >= $1)""";

    private static final String CHANGED = """
            SELECT labels, since, owner, comment, acknowledged_at, until FROM acknowledgement WHERE tx >= $1""";

    private final Database database;
    private final Map<Fingerprint, Acknowledgement> known = new ConcurrentHashMap<>();
    private final ReentrantLock syncing = new ReentrantLock();
    private long watermark;

    public AcknowledgementBook(Database database) {
        this.database = database;
    }

    /** Takes over what was committed since the last time. */
    public void sync() {
        syncing.lock();
        try {
            Row news = database.run(NEWS, watermark).iterator().next();
            if (news.getBoolean(1)) {
                for (Row row : database.run(CHANGED, watermark)) {
                    Acknowledgement found = read(row);
                    known.put(found.fingerprint(), found);
                }
            }
            watermark = news.getLong(0);
        } finally {
            syncing.unlock();
        }
    }

    private static Acknowledgement read(Row row) {
        return new Acknowledgement(
                LabelSet.of(Json.texts(row.getString("labels"))),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("owner"),
                row.getString("comment"),
                row.getOffsetDateTime("acknowledged_at").toInstant(),
                instant(row.getOffsetDateTime("until")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Keeps acknowledgements, each instead of an earlier one of the same alert; committed when this returns. */
    public void write(List<Acknowledgement> acknowledgements) {
        if (acknowledgements.isEmpty()) {
            return;
        }
        int size = acknowledgements.size();
        Long[] fingerprints = new Long[size];
        String[] labels = new String[size];
        OffsetDateTime[] since = new OffsetDateTime[size];
        String[] owners = new String[size];
        String[] comments = new String[size];
        OffsetDateTime[] at = new OffsetDateTime[size];
        @Nullable OffsetDateTime[] until = new @Nullable OffsetDateTime[size];
        for (int i = 0; i < size; i++) {
            Acknowledgement each = acknowledgements.get(i);
            fingerprints[i] = each.fingerprint().bits();
            labels[i] = Json.write(each.labels().asMap());
            since[i] = each.since().atOffset(ZoneOffset.UTC);
            owners[i] = each.owner();
            comments[i] = each.comment();
            at[i] = each.at().atOffset(ZoneOffset.UTC);
            until[i] = each.until() == null ? null : each.until().atOffset(ZoneOffset.UTC);
        }
        database.run(WRITE, fingerprints, labels, since, owners, comments, at, until);
        acknowledgements.forEach(each -> known.put(each.fingerprint(), each));
    }

    /** The acknowledgement that counts for an alert whose occurrence began at the given time. */
    public Optional<Acknowledgement> of(Fingerprint fingerprint, Instant startsAt, Instant now) {
        return Optional.ofNullable(known.get(fingerprint)).filter(each -> each.holds(startsAt, now));
    }

    Optional<Acknowledgement> find(Fingerprint fingerprint) {
        return Optional.ofNullable(known.get(fingerprint));
    }

    Collection<Acknowledgement> all() {
        return Collections.unmodifiableCollection(known.values());
    }

    /** Deletes those of alerts that are not kept any more. */
    public void forget(Instant before) {
        OffsetDateTime time = before.atOffset(ZoneOffset.UTC);
        database.run("""
                DELETE FROM acknowledgement a WHERE acknowledged_at < $1
                AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.fingerprint = a.fingerprint)""", time);
    }
}
