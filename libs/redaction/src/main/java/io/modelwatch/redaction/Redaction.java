package io.modelwatch.redaction;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A text without what the policy takes out; the findings' offsets are those of the original, in reading order. */
public record Redaction(String text, List<Finding> findings) {

    public Redaction {
        findings = List.copyOf(findings);
    }

    public boolean isChanged() {
        return !findings.isEmpty();
    }

    public Map<EntityType, Integer> counts() {
        EnumMap<EntityType, Integer> counts = new EnumMap<>(EntityType.class);
        findings.forEach(finding -> counts.merge(finding.type(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }
}
