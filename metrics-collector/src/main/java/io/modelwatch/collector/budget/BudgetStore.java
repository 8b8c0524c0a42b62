package io.modelwatch.collector.budget;

import io.modelwatch.collector.settings.SharedProblem;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Budgets in PostgreSQL. Waits on the calling thread, which must not be an event loop. */
@Singleton
class BudgetStore {

    static final int MOST = 200;

    private static final Logger LOG = Logger.getLogger(BudgetStore.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String COLUMNS = "name, amount_usd, period, time_zone, labels, warning_percent, version";

    private final Pool pool;

    @Inject
    BudgetStore(Pool pool) {
        this.pool = pool;
    }

    /** All budgets by name. */
    List<Budget> all() {
        return budgets(execute("select " + COLUMNS + " from budget order by name limit " + MOST, Tuple.tuple()));
    }

    Optional<Budget> find(String name) {
        return budgets(execute("select " + COLUMNS + " from budget where name = $1", Tuple.of(name))).stream()
                .findFirst();
    }

    /**
     * Stores a new budget.
     *
     * @throws ProblemException 409 when there is one of that name already, or there are too many
     */
    Budget create(Budget budget, String who) {
        Tuple values = values(budget, who);
        RowSet<Row> created = execute(
                "insert into budget (name, amount_usd, period, time_zone, labels, warning_percent, changed_by)"
                        + " select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from budget) < " + MOST
                        + " on conflict do nothing returning " + COLUMNS,
                values);
        return budgets(created).stream()
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                SharedProblem.CONFLICT,
                                "there is a budget '" + budget.name() + "' already, or there are " + MOST + " of them")
                        .asException());
    }

    /**
     * Changes a budget.
     *
     * @param expected the version it must have so far; null: any
     * @throws ProblemException 404 when there is none, 409 when it has another version
     */
    Budget replace(Budget budget, @Nullable Long expected, String who) {
        Tuple values = values(budget, who);
        values.addLong(expected);
        RowSet<Row> changed = execute(
                "update budget set amount_usd = $2, period = $3, time_zone = $4, labels = $5, warning_percent = $6,"
                        + " changed_by = $7, changed_at = now(), version = version + 1"
                        + " where name = $1 and ($8::bigint is null or version = $8) returning " + COLUMNS,
                values);
        return budgets(changed).stream()
                .findFirst()
                .orElseThrow(() -> find(budget.name())
                        .map(other -> Problem.of(
                                        SharedProblem.CONFLICT,
                                        "'" + budget.name() + "' has version " + other.version() + ", not " + expected)
                                .asException())
                        .orElseGet(() -> missing(budget.name())));
    }

    /**
     * Removes a budget.
     *
     * @throws ProblemException 404 when there is none
     */
    void delete(String name) {
        if (execute("delete from budget where name = $1", Tuple.of(name)).rowCount() == 0) {
            throw missing(name);
        }
    }

    static ProblemException missing(String name) {
        return Problem.of(CommonProblem.NOT_FOUND, "there is no budget '" + name + "'; GET /api/v1/budgets lists all")
                .asException();
    }

    private static Tuple values(Budget budget, String who) {
        Tuple values = Tuple.tuple();
        values.addString(budget.name());
        values.addBigDecimal(budget.amountUsd());
        values.addString(budget.period().name());
        values.addString(budget.zone().getId());
        values.addJsonObject(new JsonObject(new HashMap<>(budget.labels())));
        values.addDouble(budget.warningPercent());
        values.addString(who);
        return values;
    }

    private static List<Budget> budgets(RowSet<Row> rows) {
        List<Budget> budgets = new ArrayList<>();
        for (Row row : rows) {
            Map<String, String> labels = new LinkedHashMap<>();
            row.getJsonObject("labels").forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
            budgets.add(new Budget(
                    row.getString("name"),
                    row.getBigDecimal("amount_usd"),
                    Budget.Period.valueOf(row.getString("period")),
                    ZoneId.of(row.getString("time_zone")),
                    labels,
                    row.getDouble("warning_percent"),
                    row.getInteger("version")));
        }
        return budgets;
    }

    private RowSet<Row> execute(String sql, Tuple parameters) {
        try {
            return pool.preparedQuery(sql).execute(parameters).await().atMost(WITHIN);
        } catch (RuntimeException e) {
            LOG.debugf("budgets did not answer cause=%s", e.getMessage());
            throw Problem.of(CommonProblem.UNAVAILABLE, "the database does not answer; ask again")
                    .asException();
        }
    }
}
