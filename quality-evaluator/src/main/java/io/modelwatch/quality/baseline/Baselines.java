package io.modelwatch.quality.baseline;

import io.modelwatch.intake.Problem;
import io.modelwatch.quality.QualityProblem;
import io.modelwatch.quality.drift.DriftReport;
import io.modelwatch.quality.evaluation.EvaluatedFeatures;
import io.modelwatch.quality.evaluation.EvaluatedFeatures.Taken;
import io.modelwatch.quality.store.Database;
import io.modelwatch.quality.window.Window;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Captures baselines, finds them, and compares windows with them. */
@ApplicationScoped
public class Baselines {

    /**
     * A window compared with a baseline.
     *
     * @param baseline the baseline's name
     * @param version its version
     * @param baselineModel the model the baseline was taken of; null for all
     * @param records evaluations in the window
     */
    public record Comparison(
            String baseline, int version, @Nullable String baselineModel, int records, DriftReport report) {}

    /** All but the distribution, which may be large. */
    static final String SUMMARY =
            "select name, model, version, windowFrom, windowTo, records, capturedAt from BaselineEntity order by capturedAt desc, id desc";

    private static final int MAX_LISTED = 1000;

    private final DriftConfig config;
    private final EvaluatedFeatures features;
    private final Database database;
    private final InstantSource clock;

    Baselines(DriftConfig config, EvaluatedFeatures features, Database database, InstantSource clock) {
        this.config = config;
        this.features = features;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes a baseline from stored evaluations and commits it as the newest version of its name and model.
     *
     * @throws io.modelwatch.intake.ProblemException 409 when there are too few
     */
    BaselineSummary capture(String name, @Nullable String model, Instant from, Instant to) {
        Taken taken = features.between(from, to, model, config.maxRecords());
        if (taken.records() < config.minCount()) {
            throw Problem.of(
                            QualityProblem.TOO_FEW_RECORDS,
                            "a baseline needs at least " + config.minCount() + " evaluations, there are "
                                    + taken.records() + " from " + from + " to " + to
                                    + (model == null ? "" : " of the model " + model))
                    .asException();
        }
        BaselineEntity entity = new BaselineEntity();
        entity.name = name;
        entity.model = model;
        entity.windowFrom = from;
        entity.windowTo = to;
        entity.records = taken.records();
        entity.capturedAt = clock.instant();
        entity.features = DistributionJson.write(taken.distribution());
        try {
            return database.run(() -> Panache.withTransaction(() -> persist(entity)));
        } catch (RuntimeException e) {
            if (Database.isConflict(e)) {
                throw Problem.of(QualityProblem.CONFLICT, "another baseline of this name was captured at the same time")
                        .asException();
            }
            throw e;
        }
    }

    private static Uni<BaselineSummary> persist(BaselineEntity entity) {
        return BaselineEntity.<BaselineEntity>find(
                        "name = :name and coalesce(model, '') = :model order by version desc", parameters(entity))
                .firstResult()
                .onItem()
                .transformToUni(newest -> {
                    entity.version = newest == null ? 1 : newest.version + 1;
                    return entity.<BaselineEntity>persistAndFlush();
                })
                .map(BaselineSummary::of);
    }

    private static Map<String, Object> parameters(BaselineEntity entity) {
        return Map.of("name", entity.name, "model", entity.model == null ? "" : entity.model);
    }

    /** All baselines, the newest first. */
    List<BaselineSummary> list() {
        return database.run(() -> Panache.withSession(() -> Panache.getSession()
                .flatMap(session -> session.createSelectionQuery(SUMMARY, Object[].class)
                        .setMaxResults(MAX_LISTED)
                        .getResultList())
                .map(rows -> rows.stream().map(BaselineSummary::of).toList())));
    }

    /**
     * Compares a window with the newest baseline.
     *
     * @param name of the baseline; of any where null
     * @param model compares the exchanges of this model with a baseline of it, or of all models where it has none;
     *     all exchanges with a baseline of all where null
     * @return empty where there is no such baseline
     */
    public Optional<Comparison> compare(@Nullable String name, @Nullable String model, Window window) {
        return newest(name, model).map(baseline -> compare(baseline, model, window));
    }

    /** Compares a window with the newest baseline of just this model; with that of all models where null. */
    public Optional<Comparison> compareWithOwn(@Nullable String model, Window window) {
        return first("coalesce(model, '') = :model order by capturedAt desc, id desc", "", model)
                .map(baseline -> compare(baseline, model, window));
    }

    private Comparison compare(BaselineEntity baseline, @Nullable String model, Window window) {
        Taken taken = features.between(window.from(), window.to(), model, config.maxRecords());
        DriftReport report = DistributionJson.read(baseline.features).compare(taken.distribution(), config.rules());
        return new Comparison(baseline.name, baseline.version, baseline.model, taken.records(), report);
    }

    private Optional<BaselineEntity> newest(@Nullable String name, @Nullable String model) {
        return first(
                "(:name = '' or name = :name) and (model is null or model = :model)"
                        + " order by case when model is null then 1 else 0 end, capturedAt desc, id desc",
                name == null ? "" : name,
                model);
    }

    private Optional<BaselineEntity> first(String query, String name, @Nullable String model) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("model", model == null ? "" : model);
        if (query.contains(":name")) {
            parameters.put("name", name);
        }
        return Optional.ofNullable(database.run(() -> Panache.withSession(
                () -> BaselineEntity.<BaselineEntity>find(query, parameters).firstResult())));
    }
}
