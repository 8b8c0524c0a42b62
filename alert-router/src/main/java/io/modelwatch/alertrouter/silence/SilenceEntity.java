package io.modelwatch.alertrouter.silence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.Matchers;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A row of {@code silence}. */
@Entity
@Table(name = "silence")
class SilenceEntity {

    private static final TypeReference<List<StoredMatcher>> MATCHERS = new TypeReference<>() {};

    @Id
    UUID id;

    String matchers;

    @Column(name = "starts_at")
    Instant startsAt;

    @Column(name = "ends_at")
    Instant endsAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "created_by")
    String createdBy;

    String comment;

    String annotations;

    /** For Hibernate. */
    protected SilenceEntity() {}

    SilenceEntity(Silence silence) {
        this.id = silence.id();
        set(silence);
    }

    final void set(Silence silence) {
        matchers = json(silence.matchers());
        startsAt = silence.startsAt();
        endsAt = silence.endsAt();
        updatedAt = silence.updatedAt();
        createdBy = silence.createdBy();
        comment = silence.comment();
        annotations = Json.write(silence.annotations());
    }

    Silence toSilence() {
        return new Silence(
                id, matchers(matchers), startsAt, endsAt, updatedAt, createdBy, comment, Json.texts(annotations));
    }

    static String json(Matchers matchers) {
        return Json.write(matchers.list().stream().map(StoredMatcher::of).toList());
    }

    static Matchers matchers(String json) {
        return new Matchers(
                Json.read(json, MATCHERS).stream().map(StoredMatcher::toMatcher).toList());
    }

    /** A matcher as the column keeps it. */
    record StoredMatcher(String name, String operator, String value) {

        static StoredMatcher of(Matcher matcher) {
            return new StoredMatcher(matcher.name(), matcher.operator().toString(), matcher.value());
        }

        Matcher toMatcher() {
            return Matcher.of(name, MatchOperator.of(operator), value);
        }
    }
}
