package io.modelwatch.collector.longterm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/**
 * The tables, made step by step. Each step is one statement that does no harm when two replicas run it; which ones have
 * been run is a table too.
 */
final class Schema {

    private static final List<String> STEPS = List.of("/clickhouse/1_requests.sql");
    private static final String DATABASE = "${database}";

    private final ClickHouse server;
    private final String database;
    private volatile boolean ready;

    Schema(ClickHouse server, String database) {
        this.server = server;
        this.database = database;
    }

    /** Runs the steps that are missing, unless that has been done. */
    void ensure() throws IOException, InterruptedException {
        if (ready) {
            return;
        }
        server.execute("create database if not exists " + database);
        server.execute("create table if not exists " + database
                + ".schema_step (step UInt32, day Date) engine = ReplacingMergeTree order by step");
        int done = server.select("select max(step) as step from " + database + ".schema_step")
                .getFirst()
                .path("step")
                .asInt();
        for (int step = done + 1; step <= STEPS.size(); step++) {
            server.execute(statement(STEPS.get(step - 1)).replace(DATABASE, database));
            server.execute("insert into " + database + ".schema_step (step, day) values (" + step + ", today())");
        }
        ready = true;
    }

    private static String statement(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Somebody has removed the tables: the next one makes them again. */
    void forgotten() {
        ready = false;
    }

    String requests() {
        return database + ".requests";
    }

    /** Removes whole months that are older. */
    void keepMonths(int months, Instant now) throws IOException, InterruptedException {
        ensure();
        YearMonth oldest = YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(months);
        int first = oldest.getYear() * 100 + oldest.getMonthValue();
        for (var row : server.select("select partition from system.parts where active and database = "
                + ClickHouse.quoted(database) + " and table = 'requests' group by partition")) {
            String partition = row.path("partition").asText();
            if (partition.matches("\\d{6}") && Integer.parseInt(partition) < first) {
                server.execute("alter table " + requests() + " drop partition " + partition);
            }
        }
    }
}
