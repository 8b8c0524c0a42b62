package io.modelwatch.alertrouter.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.template.RuleTemplate;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Rules and their state, in the JSON of Prometheus' rules API. Below {@code /prometheus} clients of Prometheus find both
 * of its paths; {@code /api/v1/alerts} itself answers 410, as Alertmanager does.
 */
@Path("/")
@RunOnVirtualThread
public class RulesResource {

    private static final double MILLIS = 1e3;
    private static final String ALERTING = "alerting";
    private static final String RECORDING = "recording";

    private final CurrentRules rules;
    private final RuleStore store;

    public RulesResource(CurrentRules rules, Database database) {
        this.rules = rules;
        this.store = new RuleStore(database);
    }

    @GET
    @Path("/api/v1/rules")
    @Operation(summary = "List rules with what is pending and firing")
    public Answer list(
            @QueryParam("type") @Nullable String type,
            @QueryParam("rule_name[]") List<String> names,
            @QueryParam("rule_group[]") List<String> groups,
            @QueryParam("file[]") List<String> files) {
        Filter filter = new Filter(type, names, groups, files);
        return new Answer("success", new Data(groups(filter)));
    }

    @GET
    @Path("/prometheus/api/v1/rules")
    @Operation(summary = "The same for clients of Prometheus")
    public Answer listForPrometheus(
            @QueryParam("type") @Nullable String type,
            @QueryParam("rule_name[]") List<String> names,
            @QueryParam("rule_group[]") List<String> groups,
            @QueryParam("file[]") List<String> files) {
        return list(type, names, groups, files);
    }

    @GET
    @Path("/prometheus/api/v1/alerts")
    @Operation(summary = "List what is pending and firing of all rules")
    public AlertsAnswer alerts() {
        List<Active> alerts = new ArrayList<>();
        groups(Filter.NONE)
                .forEach(group -> group.rules().stream()
                        .map(Rule::alerts)
                        .filter(each -> each != null)
                        .forEach(alerts::addAll));
        return new AlertsAnswer("success", new Alerts(alerts));
    }

    /** Which rules are asked for; empty lists for all. */
    private record Filter(@Nullable String type, List<String> names, List<String> groups, List<String> files) {

        static final Filter NONE = new Filter(null, List.of(), List.of(), List.of());

        boolean wants(RuleGroup group) {
            return (groups.isEmpty() || groups.contains(group.name()))
                    && (files.isEmpty() || files.contains(group.file()));
        }

        boolean wants(Rule rule) {
            boolean ofType =
                    type == null || type.isEmpty() || rule.type().equals("alert".equals(type) ? ALERTING : RECORDING);
            return ofType && (names.isEmpty() || names.contains(rule.name()));
        }

        boolean isAll() {
            return names.isEmpty() && (type == null || type.isEmpty());
        }
    }

    private List<Group> groups(Filter filter) {
        List<RuleGroup> groups = rules.get().stream().filter(filter::wants).toList();
        List<String> keys = groups.stream().map(RuleGroup::key).toList();
        Map<String, List<ActiveAlert>> states = store.states(keys);
        Map<String, RuleStore.Run> runs = store.runs(keys);
        return groups.stream()
                .map(group -> group(
                        group,
                        filter,
                        states.getOrDefault(group.key(), List.of()),
                        runs.getOrDefault(group.key(), RuleStore.Run.NEVER)))
                .filter(group -> filter.isAll() || !group.rules().isEmpty())
                .toList();
    }

    private static Group group(RuleGroup group, Filter filter, List<ActiveAlert> active, RuleStore.Run run) {
        Map<String, List<ActiveAlert>> byRule = active.stream().collect(Collectors.groupingBy(ActiveAlert::rule));
        String at = run.at() == null ? Rfc3339.ZERO : Rfc3339.millis(run.at());
        List<Rule> shown = new ArrayList<>();
        group.byKey().forEach((key, rule) -> shown.add(rule(key, rule, byRule.getOrDefault(key, List.of()), run, at)));
        group.recordings().forEach(rule -> shown.add(recording(rule)));
        return new Group(
                group.name(),
                group.file(),
                seconds(group.interval()),
                group.limit(),
                run.seconds(),
                at,
                shown.stream().filter(filter::wants).toList());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static Rule rule(String key, AlertingRule rule, List<ActiveAlert> active, RuleStore.Run run, String at) {
        RuleStore.Outcome outcome = run.outcomes().get(key);
        String error = outcome == null ? null : outcome.error();
        return new Rule(
                state(active),
                rule.alert(),
                rule.query(),
                seconds(rule.holdFor()),
                seconds(rule.keepFiringFor()),
                texts(rule.labels()),
                texts(rule.annotations()),
                active.stream().map(RulesResource::alert).toList(),
                outcome == null ? "unknown" : error == null ? "ok" : "err",
                error,
                outcome == null ? 0 : outcome.seconds(),
                at,
                ALERTING);
    }

    private static Rule recording(RecordingRule rule) {
        return new Rule(
                null,
                rule.name(),
                rule.query(),
                null,
                null,
                rule.labels(),
                null,
                null,
                "unknown",
                null,
                0,
                Rfc3339.ZERO,
                RECORDING);
    }

    private static String state(List<ActiveAlert> active) {
        if (active.stream().anyMatch(each -> each.firedAt() != null)) {
            return "firing";
        }
        return active.isEmpty() ? "inactive" : "pending";
    }

    private static Map<String, String> texts(Map<String, RuleTemplate> templates) {
        Map<String, String> texts = new LinkedHashMap<>();
        templates.forEach((name, template) -> texts.put(name, template.toString()));
        return texts;
    }

    private static Active alert(ActiveAlert active) {
        return new Active(
                active.labels().asMap(),
                active.annotations(),
                active.state(),
                Rfc3339.millis(active.activeAt()),
                active.keepFiringSince() == null ? null : Rfc3339.millis(active.keepFiringSince()),
                Numbers.exponential(active.value()));
    }

    /** The answer. */
    public record Answer(String status, Data data) {}

    /** All groups. */
    public record Data(List<Group> groups) {}

    /** A group. */
    public record Group(
            String name,
            String file,
            double interval,
            int limit,
            double evaluationTime,
            String lastEvaluation,
            List<Rule> rules) {}

    /** A rule; a recording rule has no state, durations, annotations and alerts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(
            @Nullable String state,
            String name,
            String query,
            @Nullable Double duration,
            @Nullable Double keepFiringFor,
            Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable List<Active> alerts,
            String health,
            @Nullable String lastError,
            double evaluationTime,
            String lastEvaluation,
            String type) {}

    /** The answer about alerts. */
    public record AlertsAnswer(String status, Alerts data) {}

    /** All alerts. */
    public record Alerts(List<Active> alerts) {}

    /** What is pending or firing; the value as Prometheus writes it, such as {@code 4.2e+03}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Active(
            Map<String, String> labels,
            Map<String, String> annotations,
            String state,
            String activeAt,
            @Nullable String keepFiringSince,
            String value) {}
}
