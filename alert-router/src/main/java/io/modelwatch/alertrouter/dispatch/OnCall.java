package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.alertrouter.label.Matchers;
import io.modelwatch.alertrouter.route.GroupBy;
import io.modelwatch.alertrouter.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happens when nobody acts: each step of an escalation is a route of its own, for alerts that are old enough and
 * not acknowledged. And alerts that come and go: their ends are held.
 *
 * @param escalations a route for each step, told from others by its identity
 */
record OnCall(List<Route> escalations, List<Damping> dampings) {

    static final OnCall NOBODY = new OnCall(List.of(), List.of());

    private static final String PREFIX = "escalation:";
    private static final String EVERYTHING = "...";

    OnCall {
        escalations = List.copyOf(escalations);
        dampings = List.copyOf(dampings);
    }

    /** Ends of alerts that match are held that long. */
    record Damping(Matchers matchers, Duration hold) {}

    /**
     * Reads the settings.
     *
     * @param receivers that there are
     * @throws IllegalArgumentException naming the key when they cannot be used
     */
    static OnCall of(OnCallSettings settings, Set<String> receivers) {
        List<Route> escalations = new ArrayList<>();
        new TreeMap<>(settings.escalation()).forEach((name, chain) -> {
            String key = "alert-router.on-call.escalation." + name;
            Matchers matchers = matchers(key, chain.matchers());
            for (int i = 0; i < chain.steps().size(); i++) {
                OnCallSettings.Step step = chain.steps().get(i);
                if (!receivers.contains(step.receiver())) {
                    throw new IllegalArgumentException(
                            key + ".steps[" + i + "].receiver: there is no receiver \"" + step.receiver() + "\"");
                }
                escalations.add(route(PREFIX + name + "/" + (i + 1), matchers, chain, step));
            }
        });
        List<Damping> dampings = new ArrayList<>();
        new TreeMap<>(settings.damping())
                .forEach((name, damping) -> dampings.add(new Damping(
                        matchers("alert-router.on-call.damping." + name, damping.matchers()), damping.hold())));
        return new OnCall(escalations, dampings);
    }

    private static Route route(String id, Matchers matchers, OnCallSettings.Chain chain, OnCallSettings.Step step) {
        List<String> names = chain.groupBy();
        return new Route(
                id,
                id + matchers,
                matchers,
                step.receiver(),
                names.equals(List.of(EVERYTHING)) ? GroupBy.EVERYTHING : new GroupBy(false, names),
                step.after(),
                chain.groupInterval(),
                chain.repeatInterval(),
                false,
                List.of(),
                List.of(),
                List.of());
    }

    private static Matchers matchers(String key, List<String> texts) {
        try {
            return new Matchers(texts.stream().map(MatcherSyntax.ANY::one).toList()).sorted();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ".matchers: " + e.getMessage(), e);
        }
    }

    static boolean isEscalation(Route route) {
        return route.id().startsWith(PREFIX);
    }

    /** How long after its end an alert with these labels counts as firing. */
    Duration hold(LabelSet labels) {
        return dampings.stream()
                .filter(damping -> damping.matchers().matches(labels))
                .map(Damping::hold)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
