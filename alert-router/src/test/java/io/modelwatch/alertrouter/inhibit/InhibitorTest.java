package io.modelwatch.alertrouter.inhibit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InhibitorTest {

    private static final LabelSet CRITICAL = LabelSet.of("severity", "critical", "cluster", "c1");
    private static final LabelSet WARNING = LabelSet.of("severity", "warning", "cluster", "c1");

    private static Inhibitor inhibitor(String yaml, LabelSet... sources) {
        Inhibitor inhibitor = new Inhibitor(List.of(InhibitRule.read(Yaml.parse(yaml))));
        for (LabelSet source : sources) {
            inhibitor.add(source);
        }
        return inhibitor;
    }

    private static final String BY_CLUSTER = """
            source_matchers: [severity="critical"]
            target_matchers: [severity="warning"]
            equal: [cluster]""";

    @Test
    void firingSourceMutesATargetThatAgrees() {
        Inhibitor inhibitor = inhibitor(BY_CLUSTER, CRITICAL);

        assertEquals(Optional.of(CRITICAL.fingerprint()), inhibitor.mutedBy(WARNING, fingerprint -> true));
        assertEquals(
                Optional.empty(),
                inhibitor.mutedBy(LabelSet.of("severity", "warning", "cluster", "c2"), fingerprint -> true));
        assertEquals(Optional.empty(), inhibitor.mutedBy(CRITICAL, fingerprint -> true));
    }

    @Test
    void resolvedSourceMutesNothing() {
        assertEquals(Optional.empty(), inhibitor(BY_CLUSTER, CRITICAL).mutedBy(WARNING, fingerprint -> false));
    }

    @Test
    void forgottenSourceMutesNothing() {
        Inhibitor inhibitor = inhibitor(BY_CLUSTER, CRITICAL);

        inhibitor.remove(CRITICAL);

        assertEquals(Optional.empty(), inhibitor.mutedBy(WARNING, fingerprint -> true));
    }

    @Test
    void labelsThatBothLackAgree() {
        Inhibitor inhibitor = inhibitor(BY_CLUSTER, LabelSet.of("severity", "critical"));

        assertEquals(
                true,
                inhibitor
                        .mutedBy(LabelSet.of("severity", "warning"), fingerprint -> true)
                        .isPresent());
        assertEquals(Optional.empty(), inhibitor.mutedBy(WARNING, fingerprint -> true));
    }

    @Test
    void alertsOnBothSidesDoNotMuteEachOtherButSourcesOnlyMuteThem() {
        String bothSides = "{source_matchers: ['a=~\"x|y\"'], target_matchers: ['a=~\"y|z\"']}";
        LabelSet sourceOnly = LabelSet.of("a", "x");
        LabelSet both = LabelSet.of("a", "y", "n", "1");
        LabelSet other = LabelSet.of("a", "y", "n", "2");
        LabelSet targetOnly = LabelSet.of("a", "z");

        Inhibitor twoSided = inhibitor(bothSides, both, other);
        assertEquals(Optional.empty(), twoSided.mutedBy(both, fingerprint -> true));
        assertEquals(true, twoSided.mutedBy(targetOnly, fingerprint -> true).isPresent());

        Inhibitor withSource = inhibitor(bothSides, both, other, sourceOnly);
        assertEquals(Optional.of(sourceOnly.fingerprint()), withSource.mutedBy(both, fingerprint -> true));
    }

    @Test
    void emptyRuleMutesNothing() {
        assertEquals(Optional.empty(), inhibitor("{}", CRITICAL, WARNING).mutedBy(WARNING, fingerprint -> true));
    }
}
