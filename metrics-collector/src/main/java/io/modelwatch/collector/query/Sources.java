package io.modelwatch.collector.query;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import java.util.List;
import java.util.Map;

/** Who answers a question of a scope. */
public record Sources(MetricSource replica, Cluster cluster) {

    /** The source of a scope. */
    public MetricSource of(Scope scope) {
        return switch (scope) {
            case REPLICA -> replica;
            case CLUSTER ->
                cluster.source()
                        .orElseThrow(() ->
                                invalid("scope=cluster needs a Prometheus: set metrics-collector.prometheus.url"));
        };
    }

    /** Reads the parameter {@code scope}; {@code replica} where it is missing. */
    public static Scope scope(Map<String, List<String>> parameters) {
        List<String> values = parameters.getOrDefault("scope", List.of(Scope.REPLICA.spelled()));
        for (Scope scope : Scope.values()) {
            if (values.equals(List.of(scope.spelled()))) {
                return scope;
            }
        }
        throw invalid("scope must be replica or cluster, was '" + String.join(",", values) + "'");
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }
}
