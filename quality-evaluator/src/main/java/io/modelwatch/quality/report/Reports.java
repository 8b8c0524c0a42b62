package io.modelwatch.quality.report;

import io.modelwatch.quality.exposition.ModelLabels;
import io.modelwatch.quality.store.Database;
import io.modelwatch.quality.window.Window;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts stored evaluations over a window. */
@ApplicationScoped
public class Reports {

    private static final String COUNTS = """
            select coalesce(model, $4), count(*)
            from evaluation
            where occurred_at >= $1 and occurred_at < $2 and ($3::text is null or model = $3)
            group by 1""";

    private static final String DETECTORS = """
            select coalesce(e.model, $4), d.key,
                count(*) filter (where d.value ->> 'status' = 'assessed'),
                count(*) filter (where d.value ->> 'status' <> 'assessed'),
                count(*) filter (where (d.value ->> 'flagged')::boolean),
                coalesce(sum((d.value ->> 'score')::float8), 0)
            from evaluation e cross join lateral json_each(e.detectors) d
            where e.occurred_at >= $1 and e.occurred_at < $2 and ($3::text is null or e.model = $3)
            group by 1, 2""";

    private final Pool pool;
    private final Database database;

    Reports(Pool pool, Database database) {
        this.pool = pool;
        this.database = database;
    }

    /** Figures by model; exchanges whose model is not known stand under {@value ModelLabels#UNKNOWN}. */
    public SortedMap<String, Figures> byModel(Window window, @Nullable String model) {
        Tuple parameters = Tuple.of(
                window.from().atOffset(ZoneOffset.UTC),
                window.to().atOffset(ZoneOffset.UTC),
                model,
                ModelLabels.UNKNOWN);
        SortedMap<String, Figures> figures = new TreeMap<>();
        for (Row row : database.run(() -> pool.preparedQuery(COUNTS).execute(parameters))) {
            figures.merge(row.getString(0), new Figures(row.getLong(1), new TreeMap<>()), Figures::plus);
        }
        for (Row row : database.run(() -> pool.preparedQuery(DETECTORS).execute(parameters))) {
            SortedMap<String, DetectorFigures> detector = new TreeMap<>();
            detector.put(
                    row.getString(1),
                    new DetectorFigures(row.getLong(2), row.getLong(3), row.getLong(4), row.getDouble(5)));
            figures.merge(row.getString(0), new Figures(0, detector), Figures::plus);
        }
        return figures;
    }

    /** All models' figures together. */
    public static Figures total(SortedMap<String, Figures> byModel) {
        return byModel.values().stream().reduce(Figures.NONE, Figures::plus);
    }
}
