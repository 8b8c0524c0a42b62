package io.modelwatch.alertrouter.silence;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The silences in PostgreSQL. */
@ApplicationScoped
public class SilenceStore implements PanacheRepositoryBase<SilenceEntity, UUID> {

    @WithSession
    Uni<List<Silence>> readAll() {
        return listAll().map(rows -> rows.stream().map(SilenceEntity::toSilence).toList());
    }

    @WithSession
    Uni<Optional<Silence>> read(UUID id) {
        return findById(id).map(row -> Optional.ofNullable(row).map(SilenceEntity::toSilence));
    }

    @WithSession
    Uni<Long> unexpired(Instant now) {
        return count("endsAt >= ?1", now);
    }

    /** Keeps a new silence. */
    @WithTransaction
    Uni<List<Silence>> create(SilenceDraft draft, Instant now) {
        return persistNew(draft, now).map(List::of);
    }

    private Uni<Silence> persistNew(SilenceDraft draft, Instant now) {
        Silence silence = draft.create(UUID.randomUUID(), now);
        return persist(new SilenceEntity(silence)).replaceWith(silence);
    }

    /**
     * Changes a silence in place where that is possible, and replaces it by a new one otherwise.
     *
     * @return what was written, the one to name to the client last; nothing when there is no such silence
     */
    @WithTransaction
    Uni<List<Silence>> change(UUID id, SilenceDraft draft, Instant now) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).flatMap(row -> {
            if (row == null) {
                return Uni.createFrom().item(List.of());
            }
            Silence known = row.toSilence();
            if (known.canBecome(draft, now)) {
                Silence changed = known.become(draft, now);
                row.set(changed);
                return Uni.createFrom().item(List.of(changed));
            }
            Silence expired = known.expire(now);
            row.set(expired);
            return persistNew(draft, now).map(created -> List.of(expired, created));
        });
    }

    /** Ends a silence; nothing when there is no such. */
    @WithTransaction
    Uni<Optional<Silence>> expire(UUID id, Instant now) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).map(row -> {
            if (row == null) {
                return Optional.empty();
            }
            Silence expired = row.toSilence().expire(now);
            row.set(expired);
            return Optional.of(expired);
        });
    }
}
