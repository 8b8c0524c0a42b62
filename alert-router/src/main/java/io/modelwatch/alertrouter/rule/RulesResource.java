package io.modelwatch.alertrouter.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The threshold rules and their state, in the JSON of Prometheus' rules API. */
@Path("/api/v1/rules")
@RunOnVirtualThread
public class RulesResource {

    private static final double MILLIS = 1e3;

    private final CurrentRules rules;
    private final RuleStore store;

    public RulesResource(CurrentRules rules, Database database) {
        this.rules = rules;
        this.store = new RuleStore(database);
    }

    @GET
    @Operation(summary = "List rules with what is pending and firing")
    public Answer list() {
        List<RuleGroup> groups = rules.get();
        List<String> names = groups.stream().map(RuleGroup::name).toList();
        Map<String, List<ActiveAlert>> states = store.states(names);
        Map<String, RuleStore.Run> runs = store.runs(names);
        return new Answer(
                "success",
                new Data(groups.stream()
                        .map(group -> group(
                                group,
                                states.getOrDefault(group.name(), List.of()),
                                runs.getOrDefault(group.name(), new RuleStore.Run(null, null))))
                        .toList()));
    }

    private static Group group(RuleGroup group, List<ActiveAlert> active, RuleStore.Run run) {
        Map<String, List<ActiveAlert>> byRule = active.stream().collect(Collectors.groupingBy(ActiveAlert::rule));
        String at = run.at() == null ? Rfc3339.ZERO : Rfc3339.millis(run.at());
        return new Group(
                group.name(),
                group.file(),
                group.interval().toMillis() / MILLIS,
                at,
                group.rules().stream()
                        .map(rule -> rule(rule, byRule.getOrDefault(rule.alert(), List.of()), run, at))
                        .toList());
    }

    private static Rule rule(ThresholdRule rule, List<ActiveAlert> active, RuleStore.Run run, String at) {
        String error = run.error() != null && run.error().startsWith(rule.alert() + ":") ? run.error() : null;
        return new Rule(
                state(active),
                rule.alert(),
                rule.query(),
                rule.holdFor().toMillis() / MILLIS,
                texts(rule.labels()),
                texts(rule.annotations()),
                active.stream().map(each -> alert(rule, each)).toList(),
                run.at() == null ? "unknown" : error == null ? "ok" : "err",
                error,
                at,
                "alerting");
    }

    private static String state(List<ActiveAlert> active) {
        if (active.stream().anyMatch(each -> each.firedAt() != null)) {
            return "firing";
        }
        return active.isEmpty() ? "inactive" : "pending";
    }

    private static Map<String, String> texts(Map<String, Template> templates) {
        Map<String, String> texts = new LinkedHashMap<>();
        templates.forEach((name, template) -> texts.put(name, template.toString()));
        return texts;
    }

    private static Active alert(ThresholdRule rule, ActiveAlert active) {
        return new Active(
                active.labels().asMap(),
                rule.annotationsFor(active.labels(), active.value()),
                active.state(),
                Rfc3339.millis(active.activeAt()),
                Template.plain(active.value()));
    }

    /** The answer. */
    public record Answer(String status, Data data) {}

    /** All groups. */
    public record Data(List<Group> groups) {}

    /** A group. */
    public record Group(String name, String file, double interval, String lastEvaluation, List<Rule> rules) {}

    /** A rule. */
    public record Rule(
            String state,
            String name,
            String query,
            double duration,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<Active> alerts,
            String health,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String lastError,

            String lastEvaluation,
            String type) {}

    /** What is pending or firing. */
    public record Active(
            Map<String, String> labels, Map<String, String> annotations, String state, String activeAt, String value) {}
}
