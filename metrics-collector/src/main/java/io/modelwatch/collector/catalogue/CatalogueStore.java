package io.modelwatch.collector.catalogue;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as the database has it, read at start and again every {@code metrics-collector.catalogue.refresh}, so that
 * every replica soon knows what was changed through another; when the database is away, the one that was read last stays in
 * force.
 */
@ApplicationScoped
public class CatalogueStore implements PanacheRepositoryBase<MetricRow, String>, Supplier<Catalogue> {

    private static final Logger LOG = Logger.getLogger(CatalogueStore.class);

    private final CatalogueConfig config;
    private volatile @Nullable Catalogue current;
    private volatile boolean failing;

    @Inject
    CatalogueStore(CatalogueConfig config) {
        this.config = config;
    }

    /** The catalogue in force. */
    @Override
    public Catalogue get() {
        Catalogue catalogue = current;
        if (catalogue == null) {
            throw Problem.of(CommonProblem.UNAVAILABLE, "the catalogue has not been read yet")
                    .asException();
        }
        return catalogue;
    }

    void onStart(@Observes StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(this::read);
        LOG.infof("catalogue read metrics=%d refresh=%s", get().definitions().size(), config.refresh());
    }

    @Scheduled(
            every = "{metrics-collector.catalogue.refresh}",
            delayed = "{metrics-collector.catalogue.refresh}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return read().invoke(() -> failing = false)
                .onFailure()
                .invoke(this::report)
                .onFailure()
                .recoverWithNull();
    }

    /** Once, not at every attempt. */
    private void report(Throwable failure) {
        if (!failing) {
            LOG.warnf("catalogue could not be read again cause=%s", failure.getMessage());
        }
        failing = true;
    }

    /** Reads it again at once. */
    Uni<Void> read() {
        return Panache.withSession(() -> listAll(Sort.by("position").and("name")))
                .map(rows ->
                        new Catalogue(rows.stream().map(MetricRow::toDefinition).toList()))
                .invoke(catalogue -> current = catalogue)
                .replaceWithVoid();
    }
}
