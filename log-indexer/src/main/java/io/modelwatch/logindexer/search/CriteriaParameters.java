package io.modelwatch.logindexer.search;

import io.modelwatch.logindexer.parameter.Parameter;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is searched for, as query parameters; those of groups may be given several times, and any value will do. */
public class CriteriaParameters {

    private static final Set<String> TIMES = Set.of("from", "to");

    @Context
    @Nullable
    UriInfo address;

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
    List<String> model = List.of();

    @QueryParam("level")
    List<String> level = List.of();

    @QueryParam("service")
    List<String> service = List.of();

    @QueryParam("user_id")
    List<String> userId = List.of();

    @QueryParam("status")
    List<String> status = List.of();

    @QueryParam("provider")
    List<String> provider = List.of();

    @QueryParam("operation")
    List<String> operation = List.of();

    @QueryParam("environment")
    List<String> environment = List.of();

    @QueryParam("session_id")
    List<String> sessionId = List.of();

    @QueryParam("outcome")
    List<String> outcome = List.of();

    @QueryParam("event")
    List<String> event = List.of();

    @QueryParam("error_type")
    List<String> errorType = List.of();

    @QueryParam("dataset")
    List<String> dataset = List.of();

    /**
     * The criteria.
     *
     * @param further other parameters that the request may have
     * @throws io.modelwatch.intake.ProblemException 400 that names a parameter which is not valid or not known
     */
    public SearchCriteria toCriteria(Set<String> further) {
        Parameter.onlyKnown(address, name -> isCriterion(name) || TIMES.contains(name) || further.contains(name));
        return criteria(Parameter.time("from", from), Parameter.time("to", to));
    }

    /** The criteria of what has no end; as above, but without from and to. */
    public SearchCriteria toCriteriaOfAnyTime(Set<String> further) {
        Parameter.onlyKnown(address, name -> isCriterion(name) || further.contains(name));
        return criteria(null, null);
    }

    private static boolean isCriterion(String name) {
        return Set.of("request_id", "trace_id", "q").contains(name) || Groups.FIELDS.containsKey(name);
    }

    private SearchCriteria criteria(@Nullable Instant begin, @Nullable Instant end) {
        Map<String, List<String>> groups = new TreeMap<>(Map.ofEntries(
                Map.entry("model", model),
                Map.entry("level", level),
                Map.entry("service", service),
                Map.entry("user_id", userId),
                Map.entry("status", status),
                Map.entry("provider", provider),
                Map.entry("operation", operation),
                Map.entry("environment", environment),
                Map.entry("session_id", sessionId),
                Map.entry("outcome", outcome),
                Map.entry("event", event),
                Map.entry("error_type", errorType),
                Map.entry("dataset", dataset)));
        groups.replaceAll(Groups::values);
        groups.values().removeIf(List::isEmpty);
        return new SearchCriteria(blankAsAbsent(requestId), blankAsAbsent(traceId), begin, end, text, groups);
    }

    private static @Nullable String blankAsAbsent(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
