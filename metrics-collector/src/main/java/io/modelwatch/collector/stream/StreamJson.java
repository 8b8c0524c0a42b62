package io.modelwatch.collector.stream;

import io.modelwatch.collector.health.HealthJson;
import io.modelwatch.collector.query.QueryJson;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of an event {@code update}: health, and the answers to the reader's questions in their order. */
@Schema(name = "StreamUpdate")
public record StreamJson(
        Instant time, String scope, String replica, HealthJson health, List<QueryJson.Result> results) {}
