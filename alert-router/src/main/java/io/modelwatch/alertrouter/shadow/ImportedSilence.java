package io.modelwatch.alertrouter.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.label.MatchOperator;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.intake.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A silence of another Alertmanager.
 *
 * @param matchers as the table keeps them
 */
record ImportedSilence(UUID id, String matchers, Instant startsAt, Instant endsAt, String createdBy, String comment) {

    /**
     * Reads one that its API has shown.
     *
     * @throws IllegalArgumentException with the reason when it cannot be used here
     */
    static ImportedSilence of(JsonNode json) {
        List<Map<String, String>> matchers = new ArrayList<>();
        for (JsonNode each : json.path("matchers")) {
            MatchOperator operator = MatchOperator.of(
                    each.path("isRegex").asBoolean(), each.path("isEqual").asBoolean(true));
            Matcher matcher = Matcher.of(
                    Text.storable(each.path("name").asText()),
                    operator,
                    Text.storable(each.path("value").asText()));
            Map<String, String> stored = new LinkedHashMap<>();
            stored.put("name", matcher.name());
            stored.put("operator", matcher.operator().toString());
            stored.put("value", matcher.value());
            matchers.add(stored);
        }
        if (matchers.isEmpty()) {
            throw new IllegalArgumentException("it has no matchers");
        }
        try {
            return new ImportedSilence(
                    UUID.fromString(json.path("id").asText()),
                    Json.write(matchers),
                    OffsetDateTime.parse(json.path("startsAt").asText()).toInstant(),
                    OffsetDateTime.parse(json.path("endsAt").asText()).toInstant(),
                    Text.storable(json.path("createdBy").asText()),
                    Text.storable(json.path("comment").asText()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time cannot be read", e);
        }
    }
}
