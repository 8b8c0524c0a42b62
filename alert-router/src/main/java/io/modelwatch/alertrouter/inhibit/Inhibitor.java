package io.modelwatch.alertrouter.inhibit;

import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/**
 * Knows every alert that some rule has as a source, and tells which of them mutes a given one. Safe for use by many
 * threads. Whether a source is firing is asked for when it matters, since that changes with time alone.
 */
public final class Inhibitor {

    private final List<Indexed> rules;

    public Inhibitor(List<InhibitRule> rules) {
        this.rules = rules.stream().map(Indexed::new).toList();
    }

    /** An alert has come up; it may be a source from now on. */
    public void add(LabelSet labels) {
        for (Indexed indexed : rules) {
            if (indexed.rule.source().matches(labels)) {
                indexed.sources
                        .computeIfAbsent(indexed.rule.equalValues(labels), values -> new ConcurrentSkipListMap<>())
                        .put(labels.fingerprint(), labels);
            }
        }
    }

    /** An alert is forgotten. */
    public void remove(LabelSet labels) {
        for (Indexed indexed : rules) {
            indexed.sources.computeIfPresent(indexed.rule.equalValues(labels), (values, sources) -> {
                sources.remove(labels.fingerprint());
                return sources.isEmpty() ? null : sources;
            });
        }
    }

    /** The alert that mutes this one, if any does; the first of the first rule. */
    public Optional<Fingerprint> mutedBy(LabelSet target, Predicate<Fingerprint> firing) {
        for (Indexed indexed : rules) {
            InhibitRule rule = indexed.rule;
            if (!rule.target().matches(target)) {
                continue;
            }
            Map<Fingerprint, LabelSet> sources = indexed.sources.get(rule.equalValues(target));
            if (sources == null) {
                continue;
            }
            // What is on both sides of a rule is not muted by what is on both sides too: not by itself either.
            boolean twoSided = rule.source().matches(target);
            for (Map.Entry<Fingerprint, LabelSet> source : sources.entrySet()) {
                if (firing.test(source.getKey()) && !(twoSided && rule.target().matches(source.getValue()))) {
                    return Optional.of(source.getKey());
                }
            }
        }
        return Optional.empty();
    }

    /** A rule and its sources by the values in which they must agree with a target. */
    private static final class Indexed {

        private final InhibitRule rule;
        private final Map<List<String>, ConcurrentSkipListMap<Fingerprint, LabelSet>> sources =
                new ConcurrentHashMap<>();

        Indexed(InhibitRule rule) {
            this.rule = rule;
        }
    }
}
