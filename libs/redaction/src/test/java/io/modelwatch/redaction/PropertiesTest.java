package io.modelwatch.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import io.modelwatch.redaction.entity.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts put together from values, context words, separators and noise, with a fixed seed. */
class PropertiesTest {

    private static final int TEXTS = 3_000;
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String[] SEPARATORS = {
        " ", "", "，", ": ", "-", ".", "/", "\n", "@", "=", "_", "😀", "\uD83D", "é", "(", ")", "：", "x", "1", "、", "*",
        "<", ">"
    };
    private static final List<String> VALUES = VectorsTest.vectors()
            .flatMap(v -> java.util.stream.Stream.of(v.valid(), v.wrong(), v.word()))
            .toList();

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(8);
        for (int i = 0; i < parts; i++) {
            text.append(VALUES.get(random.nextInt(VALUES.size())));
            text.append(SEPARATORS[random.nextInt(SEPARATORS.length)]);
            if (random.nextInt(3) == 0) {
                text.append(SEPARATORS[random.nextInt(SEPARATORS.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void redactingTwiceIsRedactingOnceSeed1() {
        Random random = new Random(1);
        List<Redactor> redactors = new ArrayList<>();
        for (Action action : Action.values()) {
            redactors.add(Redactor.of(Policy.DEFAULT.otherwise(action), KEY));
        }
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            for (Redactor redactor : redactors) {
                Redaction once = redactor.redact(text);
                assertEquals(
                        once.text(),
                        redactor.redact(once.text()).text(),
                        () -> redactor.policy().otherwise() + " of " + text);
            }
        }
    }

    @Test
    void findingsAreOrderedInsideTheTextAndSplitNoPairSeed2() {
        Random random = new Random(2);
        Detector detector = Detector.of(List.of(EntityType.values()), 0);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            int previous = 0;
            for (Finding finding : detector.find(text)) {
                assertTrue(finding.start() >= previous && finding.end() <= text.length(), text);
                assertFalse(splits(text, finding.start()) || splits(text, finding.end()), text);
                previous = finding.end();
            }
        }
    }

    private static boolean splits(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    @Test
    void paragraphsDoNotInfluenceEachOtherSeed3() {
        Random random = new Random(3);
        Detector detector = Detector.all();
        for (int i = 0; i < TEXTS; i++) {
            String first = text(random);
            String second = text(random);
            List<Finding> expected = new ArrayList<>(detector.find(first));
            int shift = first.length() + 2;
            for (Finding finding : detector.find(second)) {
                expected.add(
                        new Finding(finding.type(), finding.start() + shift, finding.end() + shift, finding.score()));
            }
            assertEquals(expected, detector.find(first + "\n\n" + second), () -> first + " | " + second);
        }
    }

    /** What recognisers look at grows no faster than the text; a scanner that goes back over it would not end here. */
    @Test
    void hostileTextsAreGoneThroughOnceSeed4() {
        String[] fragments = {
            "a.com/,", "://", "a@", "@a.", "1-", "(1", "+1 ", "eyJ.", "-----BEGIN PRIVATE KEY-----", "password=", "::",
                    "1:", "0x",
            "aa:", "AA-", "1.", "sk-", "路1号", "微信", "密码", "<EMAIL_ADDRESS", "Bearer aaaaaaaaaaaaaaaa", "a1 ", "4111 ",
                    "'", "1/1/"
        };
        Random random = new Random(4);
        Detector detector = Detector.of(List.of(EntityType.values()), 0);
        for (String fragment : fragments) {
            String text = fragment.repeat(200_000 / fragment.length());
            Subject subject = new Subject(text);
            int places = subject.tokens().size()
                    + subject.numbers().size()
                    + subject.colons().size()
                    + subject.assignments().size()
                    + subject.dashes().size()
                    + subject.runs().size();
            assertTrue(places <= 2 * text.length() + 2, fragment);
            detector.find(text);
        }
        StringBuilder mixed = new StringBuilder();
        while (mixed.length() < 500_000) {
            mixed.append(fragments[random.nextInt(fragments.length)]);
        }
        assertTrue(detector.find(mixed.toString()).size() < mixed.length());
    }
}
