package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.receiver.Integration;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** What channels remember of groups, in PostgreSQL. */
public final class ChannelMemory {

    private static final String WHERE =
            " WHERE group_key = $1 AND receiver = $2 AND integration = $3 AND position = $4";
    private static final String REMEMBER = """
        INSERT INTO channel_memory (group_key, receiver, integration, position, remembered, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (group_key, receiver, integration, position) DO UPDATE
        SET remembered = excluded.remembered, updated_at = excluded.updated_at\
        """;

    private final Database database;

    public ChannelMemory(Database database) {
        this.database = database;
    }

    Map<String, String> of(String groupKey, String receiver, Integration integration) {
        RowSet<Row> rows = database.run(
                "SELECT remembered FROM channel_memory" + WHERE,
                groupKey,
                receiver,
                integration.kind(),
                integration.index());
        return rows.size() == 0 ? Map.of() : Json.texts(rows.iterator().next().getString(0));
    }

    void remember(
            String groupKey, String receiver, Integration integration, Map<String, String> remembered, Instant now) {
        if (remembered.isEmpty()) {
            database.run(
                    "DELETE FROM channel_memory" + WHERE, groupKey, receiver, integration.kind(), integration.index());
            return;
        }
        database.run(
                REMEMBER,
                groupKey,
                receiver,
                integration.kind(),
                integration.index(),
                Json.write(remembered),
                now.atOffset(ZoneOffset.UTC));
    }

    /** Deletes what nobody has asked for since the given time. */
    public void forget(Instant before) {
        database.run("DELETE FROM channel_memory WHERE updated_at < $1", before.atOffset(ZoneOffset.UTC));
    }
}
