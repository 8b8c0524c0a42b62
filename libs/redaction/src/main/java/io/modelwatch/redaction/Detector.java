package io.modelwatch.redaction;

import io.modelwatch.redaction.china.ChineseFormats;
import io.modelwatch.redaction.china.ChineseRecognisers;
import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import io.modelwatch.redaction.format.Format;
import io.modelwatch.redaction.format.FormatRecogniser;
import io.modelwatch.redaction.general.GeneralRecognisers;
import io.modelwatch.redaction.national.NationalFormats;
import io.modelwatch.redaction.secret.SecretRecognisers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds values of chosen types that score at least a minimum. Immutable; any number of threads may share one. */
public final class Detector {

    /** What a form or its check alone must be worth; weaker forms need a context word. */
    public static final double DEFAULT_MINIMUM = 0.5;

    private static final List<Format> FORMATS = formats();

    private final Set<EntityType> types;
    private final double minimum;
    private final List<Recogniser> recognisers;

    private Detector(Set<EntityType> types, double minimum) {
        this.types = Collections.unmodifiableSet(types);
        this.minimum = minimum;
        List<Recogniser> all = new ArrayList<>(GeneralRecognisers.ALL);
        all.addAll(ChineseRecognisers.ALL);
        all.addAll(SecretRecognisers.ALL);
        all.add(new FormatRecogniser(
                FORMATS.stream().filter(f -> types.contains(f.type())).toList()));
        this.recognisers = List.copyOf(all);
    }

    /** All types, at the default minimum. */
    public static Detector all() {
        return of(EnumSet.allOf(EntityType.class), DEFAULT_MINIMUM);
    }

    public static Detector of(Collection<EntityType> types, double minimum) {
        EnumSet<EntityType> wanted = EnumSet.noneOf(EntityType.class);
        wanted.addAll(types);
        return new Detector(wanted, minimum);
    }

    public Set<EntityType> types() {
        return types;
    }

    public double minimum() {
        return minimum;
    }

    /** Findings in reading order, no two overlapping: the best score wins, then the longest. */
    public List<Finding> find(String text) {
        return resolved(candidates(new Subject(text)));
    }

    /** Like {@link #find}, but only findings of the same type exclude each other. */
    public List<Finding> findEachType(String text) {
        Map<EntityType, List<Finding>> byType = new EnumMap<>(EntityType.class);
        for (Finding finding : candidates(new Subject(text))) {
            byType.computeIfAbsent(finding.type(), type -> new ArrayList<>()).add(finding);
        }
        List<Finding> findings = new ArrayList<>();
        byType.values().forEach(ofType -> findings.addAll(resolved(ofType)));
        findings.sort(Finding.IN_TEXT);
        return List.copyOf(findings);
    }

    private List<Finding> candidates(Subject subject) {
        Candidates candidates = new Candidates(subject, types, minimum);
        for (Recogniser recogniser : recognisers) {
            recogniser.scan(subject, candidates);
        }
        return candidates.findings();
    }

    static List<Finding> resolved(List<Finding> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<Finding> best = new ArrayList<>(candidates);
        best.sort(Finding.BEST_FIRST);
        TreeMap<Integer, Finding> taken = new TreeMap<>();
        for (Finding finding : best) {
            Map.Entry<Integer, Finding> before = taken.lowerEntry(finding.end());
            if (before == null || before.getValue().end() <= finding.start()) {
                taken.put(finding.start(), finding);
            }
        }
        return List.copyOf(taken.values());
    }

    private static List<Format> formats() {
        List<Format> formats = new ArrayList<>(NationalFormats.ALL);
        formats.addAll(ChineseFormats.ALL);
        formats.addAll(GeneralRecognisers.FORMATS);
        return List.copyOf(formats);
    }
}
