package io.modelwatch.alertrouter.alert;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alerts in PostgreSQL and the book in step with it. What is taken is merged with what the book knows, and
 * written on condition that the database knows nothing newer; where it does, the merge is done again on that, with the
 * rows locked. So any replica may take any alert, and where nobody contends nothing is read.
 */
public final class AlertStore {

    private static final int MAX_ATTEMPTS = 10;

    private static final String INSERT = """
            INSERT INTO alert (fingerprint, labels, annotations, starts_at, ends_at, timeout, generator_url, updated_at)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[],
                                 $7::text[], $8::timestamptz[])
            ON CONFLICT (fingerprint) DO NOTHING
            RETURNING fingerprint, version, tx""";

    private static final String UPDATE = """
            WITH news AS (
                SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[],
                                     $7::text[], $8::timestamptz[])
                    AS n (fingerprint, version, annotations, starts_at, ends_at, timeout, generator_url, updated_at)),
            locked AS (
                SELECT a.fingerprint FROM alert a JOIN news n ON a.fingerprint = n.fingerprint AND a.version = n.version
                ORDER BY a.fingerprint FOR UPDATE OF a)
            UPDATE alert SET annotations = n.annotations, starts_at = n.starts_at, ends_at = n.ends_at,
                timeout = n.timeout, generator_url = n.generator_url, updated_at = n.updated_at,
                version = nextval('alert_version'), tx = pg_current_xact_id()::text::bigint
            FROM news n JOIN locked l ON l.fingerprint = n.fingerprint
            WHERE alert.fingerprint = n.fingerprint AND alert.version = n.version
            RETURNING alert.fingerprint, alert.version, alert.tx""";

    private static final String EXTEND = """
            INSERT INTO alert_extension (fingerprints, versions, ends_at, updated_at)
            SELECT array_agg(n.fingerprint), array_agg(n.version), array_agg(n.ends_at), $4
            FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS n (fingerprint, version, ends_at)
            JOIN alert a ON a.fingerprint = n.fingerprint AND a.version = n.version
            HAVING count(*) > 0
            RETURNING fingerprints""";

    private static final String COLUMNS = """
            SELECT labels, annotations, starts_at, ends_at, timeout, generator_url, updated_at, version, tx
            FROM alert WHERE\s""";

    private static final String EXTENSIONS = """
            SELECT fingerprints, versions, ends_at, updated_at FROM alert_extension WHERE\s""";

    private static final String NEWS = """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   EXISTS (SELECT 1 FROM alert WHERE tx >= $1),
                   EXISTS (SELECT 1 FROM alert_extension WHERE tx >= $1)""";

    /** Many old extensions become one, so that the journal stays short though alerts fire for long. */
    private static final String COMPACT = """
            WITH old AS (
                DELETE FROM alert_extension
                WHERE updated_at < $1 AND (SELECT count(*) FROM alert_extension WHERE updated_at < $1) >= $2
                RETURNING fingerprints, versions, ends_at, updated_at),
            entries AS (
                SELECT e.fingerprint, e.version, e.ends_at, old.updated_at
                FROM old, unnest(old.fingerprints, old.versions, old.ends_at) AS e (fingerprint, version, ends_at)),
            latest AS (
                SELECT DISTINCT ON (e.fingerprint, e.version) e.fingerprint, e.version, e.ends_at, e.updated_at
                FROM entries e JOIN alert a ON a.fingerprint = e.fingerprint AND a.version = e.version
                ORDER BY e.fingerprint, e.version, e.ends_at::timestamptz DESC)
            INSERT INTO alert_extension (fingerprints, versions, ends_at, updated_at)
            SELECT array_agg(fingerprint), array_agg(version), array_agg(ends_at), max(updated_at)
            FROM latest HAVING count(*) > 0""";

    private static final String DELETE = """
            DELETE FROM alert USING unnest($1::bigint[], $2::bigint[]) AS gone (fingerprint, version)
            WHERE alert.fingerprint = gone.fingerprint AND alert.version = gone.version""";

    private static final String PRESENT = "SELECT fingerprint FROM alert WHERE fingerprint = ANY ($1)";

    private static final long COMPACT_FROM = 200;

    private final Database database;
    private final AlertBook book;
    private final RouterMetrics metrics;
    /** Not a monitor, which would pin the virtual threads that wait for the database inside. */
    private final ReentrantLock syncing = new ReentrantLock();

    private volatile long watermark;

    public AlertStore(Database database, AlertBook book, RouterMetrics metrics) {
        this.database = database;
        this.book = book;
        this.metrics = metrics;
    }

    /**
     * Takes alerts; when this returns they are committed.
     *
     * @param news in the order in which they came; several about one alert are merged
     */
    public void take(List<Alert> news) {
        Map<Fingerprint, List<Alert>> open = new TreeMap<>();
        for (Alert alert : news) {
            open.computeIfAbsent(alert.fingerprint(), key -> new ArrayList<>(1)).add(alert);
        }
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            if (attempt > MAX_ATTEMPTS) {
                throw new IllegalStateException("alerts are changed by others too fast to be merged");
            }
            open.keySet().removeAll(attempt == 1 ? write(open) : writeLocked(open));
        }
    }

    /** Writes what is possible and returns what is settled; the rest was changed by somebody else meanwhile. */
    private Set<Fingerprint> write(Map<Fingerprint, List<Alert>> open) {
        AlertChanges changes = AlertChanges.of(open, book);
        return settle(
                changes,
                changes.statements() > 1
                        ? database.inTransaction(connection -> write(changes, connection))
                        : write(changes, null));
    }

    /** The same with the rows locked, so that only such as are not there yet can still come in between. */
    private Set<Fingerprint> writeLocked(Map<Fingerprint, List<Alert>> open) {
        AlertChanges[] changes = new AlertChanges[1];
        Outcome outcome = database.inTransaction(connection -> {
            refresh(open.keySet(), connection);
            changes[0] = AlertChanges.of(open, book);
            return write(changes[0], connection);
        });
        return settle(changes[0], outcome);
    }

    /** Takes over into the book what is committed now. */
    private Set<Fingerprint> settle(AlertChanges changes, Outcome outcome) {
        outcome.written.forEach(book::apply);
        outcome.extended.forEach(change -> book.extend(
                change.alert().fingerprint(),
                change.known().version(),
                change.alert().endsAt(),
                change.alert().updatedAt()));
        metrics.alertWrites.labelValues("unchanged").inc(changes.unchanged.size());
        metrics.alertWrites.labelValues("extend").inc(outcome.extended.size());
        metrics.alertWrites.labelValues("write").inc(outcome.written.size());
        Set<Fingerprint> settled = new HashSet<>(changes.unchanged);
        outcome.written.forEach(each -> settled.add(each.alert().fingerprint()));
        outcome.extended.forEach(each -> settled.add(each.alert().fingerprint()));
        return settled;
    }

    private Outcome write(AlertChanges changes, @Nullable SqlConnection connection) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        if (!changes.inserts.isEmpty()) {
            collect(changes.inserts, insert(changes.inserts, connection), outcome);
        }
        if (!changes.updates.isEmpty()) {
            collect(
                    changes.updates.stream().map(AlertChanges.Change::alert).toList(),
                    update(changes.updates, connection),
                    outcome);
        }
        if (!changes.extensions.isEmpty()) {
            Set<Long> extended = new HashSet<>();
            for (Row row : extend(changes.extensions, connection)) {
                extended.addAll(List.of(row.getArrayOfLongs(0)));
            }
            changes.extensions.stream()
                    .filter(change ->
                            extended.contains(change.alert().fingerprint().bits()))
                    .forEach(outcome.extended::add);
        }
        return outcome;
    }

    private static void collect(List<Alert> alerts, RowSet<Row> rows, Outcome outcome) {
        Map<Long, Alert> byFingerprint = new HashMap<>();
        alerts.forEach(alert -> byFingerprint.put(alert.fingerprint().bits(), alert));
        for (Row row : rows) {
            Alert alert = byFingerprint.get(row.getLong(0));
            if (alert != null) {
                outcome.written.add(new StoredAlert(alert, row.getLong(1), row.getLong(2)));
            }
        }
    }

    private RowSet<Row> insert(List<Alert> alerts, @Nullable SqlConnection connection) {
        return run(
                connection,
                INSERT,
                longs(alerts, alert -> alert.fingerprint().bits()),
                texts(alerts, alert -> Json.write(alert.labels().asMap())),
                texts(alerts, alert -> Json.write(alert.annotations())),
                texts(alerts, alert -> Rfc3339.nanos(alert.startsAt())),
                texts(alerts, alert -> Rfc3339.nanos(alert.endsAt())),
                alerts.stream().map(Alert::timeout).toArray(Boolean[]::new),
                texts(alerts, Alert::generatorUrl),
                times(alerts));
    }

    private RowSet<Row> update(List<AlertChanges.Change> changes, @Nullable SqlConnection connection) {
        List<Alert> alerts = changes.stream().map(AlertChanges.Change::alert).toList();
        return run(
                connection,
                UPDATE,
                longs(alerts, alert -> alert.fingerprint().bits()),
                longs(changes, change -> change.known().version()),
                texts(alerts, alert -> Json.write(alert.annotations())),
                texts(alerts, alert -> Rfc3339.nanos(alert.startsAt())),
                texts(alerts, alert -> Rfc3339.nanos(alert.endsAt())),
                alerts.stream().map(Alert::timeout).toArray(Boolean[]::new),
                texts(alerts, Alert::generatorUrl),
                times(alerts));
    }

    private RowSet<Row> extend(List<AlertChanges.Change> changes, @Nullable SqlConnection connection) {
        return run(
                connection,
                EXTEND,
                longs(changes, change -> change.alert().fingerprint().bits()),
                longs(changes, change -> change.known().version()),
                texts(changes, change -> Rfc3339.nanos(change.alert().endsAt())),
                changes.getFirst().alert().updatedAt().atOffset(ZoneOffset.UTC));
    }

    private RowSet<Row> run(@Nullable SqlConnection connection, String sql, Object... parameters) {
        return connection == null ? database.run(sql, parameters) : database.run(connection, sql, parameters);
    }

    private static <T> Long[] longs(List<T> list, ToLongFunction<T> value) {
        return list.stream().mapToLong(value).boxed().toArray(Long[]::new);
    }

    private static <T> String[] texts(List<T> list, Function<T, String> value) {
        return list.stream().map(value).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> alert.updatedAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    /** Takes over what was committed since the last time, by whomever. */
    public void sync() {
        syncing.lock();
        try {
            syncLocked();
        } finally {
            syncing.unlock();
        }
    }

    private void syncLocked() {
        Row news = database.run(NEWS, watermark).iterator().next();
        if (news.getBoolean(1)) {
            database.run(COLUMNS + "tx >= $1", watermark).forEach(row -> book.apply(stored(row)));
        }
        if (news.getBoolean(2)) {
            applyExtensions(database.run(EXTENSIONS + "tx >= $1", watermark));
        }
        // Everything older was finished when the news were looked for, so the next look may begin here.
        watermark = news.getLong(0);
    }

    /** What a later look at the table begins with: rows of older transactions are all in the book. */
    public long watermark() {
        return watermark;
    }

    private void refresh(Collection<Fingerprint> fingerprints, SqlConnection connection) {
        Object bits = fingerprints.stream().map(Fingerprint::bits).toArray(Long[]::new);
        for (Row row :
                database.run(connection, COLUMNS + "fingerprint = ANY ($1) ORDER BY fingerprint FOR UPDATE", bits)) {
            book.apply(stored(row));
        }
        applyExtensions(database.run(connection, EXTENSIONS + "fingerprints && $1", bits));
    }

    private static StoredAlert stored(Row row) {
        Alert alert = new Alert(
                LabelSet.of(Json.texts(row.getString("labels"))),
                Json.texts(row.getString("annotations")),
                OffsetDateTime.parse(row.getString("starts_at")),
                OffsetDateTime.parse(row.getString("ends_at")),
                row.getBoolean("timeout"),
                row.getString("generator_url"),
                row.getOffsetDateTime("updated_at").toInstant());
        return new StoredAlert(alert, row.getLong("version"), row.getLong("tx"));
    }

    private void applyExtensions(RowSet<Row> rows) {
        for (Row row : rows) {
            Long[] fingerprints = row.getArrayOfLongs("fingerprints");
            Long[] versions = row.getArrayOfLongs("versions");
            String[] ends = row.getArrayOfStrings("ends_at");
            Instant news = row.getOffsetDateTime("updated_at").toInstant();
            for (int i = 0; i < fingerprints.length; i++) {
                book.extend(new Fingerprint(fingerprints[i]), versions[i], OffsetDateTime.parse(ends[i]), news);
            }
        }
    }

    /** Folds extensions from before the given time into one, when there are many. */
    public void compact(Instant before) {
        database.run(COMPACT, before.atOffset(ZoneOffset.UTC), COMPACT_FROM);
    }

    /** Deletes alerts, unless they have changed since. */
    public void forget(List<StoredAlert> alerts) {
        if (!alerts.isEmpty()) {
            database.run(
                    DELETE,
                    longs(alerts, each -> each.alert().fingerprint().bits()),
                    longs(alerts, StoredAlert::version));
            forgetMissing(alerts);
        }
    }

    /** Drops those of the alerts from the book that another replica has deleted. */
    public void forgetMissing(List<StoredAlert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        Set<Long> there = new HashSet<>();
        Object bits = longs(alerts, each -> each.alert().fingerprint().bits());
        database.run(PRESENT, bits).forEach(row -> there.add(row.getLong(0)));
        alerts.stream()
                .filter(each -> !there.contains(each.alert().fingerprint().bits()))
                .forEach(book::forget);
    }

    /** What a write settled. */
    private record Outcome(List<StoredAlert> written, List<AlertChanges.Change> extended) {}
}
