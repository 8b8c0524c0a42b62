package io.modelwatch.alertrouter.version;

import io.modelwatch.alertrouter.config.ConfigTexts;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.receiver.Signature;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Configurations that were in use, in PostgreSQL. Going back to one pins it: all replicas use it until one of them is
 * told to reload, or is started with other files.
 */
@ApplicationScoped
public class ConfigVersions {

    private static final Logger LOG = Logger.getLogger(ConfigVersions.class);
    private static final int AFTER_THE_REPLICA = 3000;
    private static final int KEPT = 100;
    private static final String NEWEST = "SELECT * FROM config_version ORDER BY id DESC LIMIT $1";
    private static final String ADD = """
        INSERT INTO config_version (at, origin, pinned, files_hash, config, channels) VALUES ($1, $2, $3, $4, $5, $6)
        RETURNING id\
        """;
    private static final String FORGET =
            "DELETE FROM config_version WHERE id <= (SELECT max(id) FROM config_version) - $1::bigint";

    private final CurrentConfig config;
    private final Database database;
    private final InstantSource clock;
    private long active;
    private boolean activePinned;

    public ConfigVersions(CurrentConfig config, Database database, InstantSource clock) {
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param pinned whether it was chosen by hand, and is not what the files say
     * @param filesHash of the texts of the files at that time
     */
    record Version(long id, OffsetDateTime at, String origin, boolean pinned, String filesHash, ConfigTexts texts) {

        static Version of(Row row) {
            return new Version(
                    row.getLong("id"),
                    row.getOffsetDateTime("at").withOffsetSameInstant(ZoneOffset.UTC),
                    row.getString("origin"),
                    row.getBoolean("pinned"),
                    row.getString("files_hash"),
                    new ConfigTexts(row.getString("config"), Optional.ofNullable(row.getString("channels"))));
        }
    }

    void start(@Observes @Priority(AFTER_THE_REPLICA) StartupEvent event) {
        settle(false);
    }

    /** Follows what another replica was told. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        try {
            Optional<Version> newest = newest();
            if (newest.isPresent() && newest.get().id() != active()) {
                settle(true);
            }
        } catch (RuntimeException e) {
            LOG.debugf("versions of the configuration not looked at reason=\"%s\"", e);
        }
    }

    private synchronized long active() {
        return active;
    }

    /** Uses what the newest version wants, or makes what the files say the newest. */
    private synchronized void settle(boolean running) {
        Optional<Version> newest = newest();
        String files = hash(config.files());
        if (newest.isPresent()
                && newest.get().pinned()
                && (running || newest.get().filesHash().equals(files))) {
            use(newest.get());
            return;
        }
        if (activePinned) {
            // Another replica was told to go by the files again.
            config.reload();
        }
        boolean known = newest.isPresent()
                && !newest.get().pinned()
                && hash(newest.get().texts()).equals(hash(config.texts()));
        activePinned = false;
        active = newest.isPresent() && (known || running)
                ? newest.get().id()
                : add("files", false, config.texts(), files);
    }

    private void use(Version version) {
        try {
            config.use(version.texts());
            active = version.id();
            activePinned = true;
            LOG.infof(
                    "configuration of an earlier version in use version=%d origin=\"%s\"",
                    version.id(), version.origin());
        } catch (ConfigException e) {
            LOG.errorf(
                    "version of the configuration cannot be used version=%d reason=\"%s\"",
                    version.id(), e.getMessage());
        }
    }

    /** What the files say is in use again, after a reload. */
    public synchronized void reloaded() {
        activePinned = false;
        ConfigTexts texts = config.texts();
        Optional<Version> newest = newest();
        boolean same = newest.isPresent()
                && !newest.get().pinned()
                && hash(newest.get().texts()).equals(hash(texts));
        active = same ? newest.get().id() : add("files", false, texts, hash(texts));
    }

    /**
     * Goes back to a version on all replicas.
     *
     * @return the new version; empty when there is none of that number
     * @throws ConfigException when it cannot be used any more, for example because a file is gone
     */
    synchronized Optional<Version> rollBack(long id) {
        RowSet<Row> rows = database.run("SELECT * FROM config_version WHERE id = $1", id);
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Version wanted = Version.of(rows.iterator().next());
        config.use(wanted.texts());
        active = add("roll-back to " + id, true, wanted.texts(), hash(config.files()));
        activePinned = true;
        return newest();
    }

    List<Version> all() {
        List<Version> versions = new ArrayList<>();
        database.run(NEWEST, KEPT).forEach(row -> versions.add(Version.of(row)));
        return versions;
    }

    private Optional<Version> newest() {
        RowSet<Row> rows = database.run(NEWEST, 1);
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(Version.of(rows.iterator().next()));
    }

    private long add(String origin, boolean pinned, ConfigTexts texts, String filesHash) {
        long id = database.run(
                        ADD,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        origin,
                        pinned,
                        filesHash,
                        texts.config(),
                        texts.channels().orElse(null))
                .iterator()
                .next()
                .getLong(0);
        database.run(FORGET, (long) KEPT);
        return id;
    }

    static String hash(ConfigTexts texts) {
        return Signature.sha256(texts.config() + "\0" + texts.channels().orElse(""));
    }
}
