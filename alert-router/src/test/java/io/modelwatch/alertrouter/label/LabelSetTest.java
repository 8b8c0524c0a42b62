package io.modelwatch.alertrouter.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSetTest {

    @Test
    void fingerprintsAreAlertmanagers() {
        assertEquals("cbf29ce484222325", LabelSet.EMPTY.fingerprint().toString());
        assertEquals(
                "73dbeed5635ea4e4",
                LabelSet.of("alertname", "HighLatency").fingerprint().toString());
        assertEquals(
                "3ee4ec54884b7390",
                LabelSet.of("zone", "z2", "alertname", "HighLatency", "cluster", "c1")
                        .fingerprint()
                        .toString());
        assertEquals(
                "608086e5d6ab79b2",
                LabelSet.of("zone", "z2", "alertname", "高延迟").fingerprint().toString());
    }

    @Test
    void fingerprintIsReadBackFromItsText() {
        Fingerprint fingerprint = LabelSet.of("alertname", "HighLatency").fingerprint();

        assertEquals(fingerprint, Fingerprint.parse(fingerprint.toString()));
    }

    @Test
    void emptyLabelsAreNotThere() {
        LabelSet labels = LabelSet.of(Map.of("a", "", "b", "x"));

        assertEquals(LabelSet.of("b", "x"), labels);
        assertEquals("", labels.get("a"));
        assertEquals(1, labels.size());
    }

    @Test
    void namesAreInTheOrderOfTheirBytes() {
        // In UTF-16 the emoji, a pair of surrogates, would come before the ideograph of the private use area.
        LabelSet labels = LabelSet.of(Map.of("😀", "1", "\uF8FF", "2", "é", "3", "z", "4"));

        assertEquals(
                List.of("z", "é", "\uF8FF", "😀"), List.copyOf(labels.asMap().keySet()));
    }

    @Test
    void printsAsGroupKeysDo() {
        assertEquals(
                "{cluster=\"c1\", zone=\"z\\\"q\"}",
                LabelSet.of("zone", "z\"q", "cluster", "c1").toString());
        assertEquals("{}", LabelSet.EMPTY.toString());
        assertEquals(
                "{a=\"高\\n\\x01\\u200b\"}", LabelSet.of("a", "高\n\u0001\u200b").toString());
    }

    @Test
    void setThatBeginsAnotherComesBeforeIt() {
        assertTrue(LabelSet.of("a", "1").compareTo(LabelSet.of("a", "1", "b", "2")) < 0);
        assertTrue(LabelSet.of("a", "2").compareTo(LabelSet.of("a", "1", "b", "2")) > 0);
        assertEquals(0, LabelSet.of("a", "1").compareTo(LabelSet.of("a", "1")));
    }
}
