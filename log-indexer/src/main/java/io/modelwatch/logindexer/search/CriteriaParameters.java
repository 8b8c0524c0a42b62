package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is searched for, as query parameters. */
public class CriteriaParameters {

    @QueryParam("request_id")
    @Nullable
    String requestId;

    @QueryParam("trace_id")
    @Nullable
    String traceId;

    @QueryParam("from")
    @Schema(implementation = Instant.class)
    @Nullable
    String from;

    @QueryParam("to")
    @Schema(implementation = Instant.class)
    @Nullable
    String to;

    @QueryParam("q")
    @Nullable
    String text;

    @QueryParam("model")
    @Nullable
    String model;

    @QueryParam("level")
    @Nullable
    String level;

    @QueryParam("service")
    @Nullable
    String service;

    @QueryParam("user_id")
    @Nullable
    String userId;

    @QueryParam("status")
    @Nullable
    String status;

    SearchCriteria toCriteria() {
        return new SearchCriteria(
                requestId,
                traceId,
                Parameter.time("from", from),
                Parameter.time("to", to),
                text,
                model,
                level,
                service,
                userId,
                status);
    }
}
