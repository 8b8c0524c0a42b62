package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every detector on every text. */
class DetectorsPropertyTest {

    private static final List<String> PIECES = List.of(
            "I cannot help with that",
            "我不能提供帮助",
            "may",
            "可能",
            "perhaps",
            ". ",
            "。",
            "\n",
            "```",
            "\"",
            "“",
            "”",
            "'",
            "「",
            "」",
            "{\"a\":1}",
            "<a>",
            "</a>",
            "|",
            "| --- |",
            "- ",
            "1. ",
            "JSON",
            "as a table",
            "列表",
            "sorry",
            "抱歉",
            " ",
            "的",
            "是是是",
            "to to to",
            "42",
            "😀",
            "\uD83D",
            "\uDE00",
            "\u0000",
            "é",
            "ß",
            "ﬁ",
            "\u200B",
            "한국어",
            "日本語です",
            "https://a.b/c?d=e",
            "I'm",
            "[A]: ",
            "[B]: ",
            "as gpt, ",
            "\\",
            "%",
            "؟",
            "\t");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            if (random.nextInt(12) == 0) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void verdictsAreBoundedAndTheSameAgain(int seed) {
        Random random = new Random(seed);
        String prompt = random.nextInt(4) == 0 ? null : text(random);
        String response = text(random);

        for (Detector detector : Detectors.all()) {
            Verdict verdict = detector.assess(Exchange.of(null, prompt, response));
            assertEquals(verdict, detector.assess(Exchange.of(null, prompt, response)), detector.name());
            if (verdict instanceof Verdict.Assessed assessed) {
                assertTrue(assessed.score() >= 0 && assessed.score() <= 1, detector.name());
                for (Evidence evidence : assessed.evidence()) {
                    boolean ofPrompt =
                            detector.name().equals("format") || evidence.rule().startsWith("prompt:");
                    String source = ofPrompt ? prompt : response;
                    assertTrue(
                            0 <= evidence.start()
                                    && evidence.start() <= evidence.end()
                                    && evidence.end() <= source.length(),
                            () -> detector.name() + " " + evidence);
                    assertTrue(source.startsWith(evidence.text(), evidence.start()), evidence::toString);
                }
            }
        }
    }

    /** A text that counts how often its characters are looked at. */
    private record Counting(CharSequence text, AtomicLong looks) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            looks.addAndGet(end - start);
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            looks.addAndGet(text.length());
            return text.toString();
        }
    }

    private static long looks(String piece, int length) {
        AtomicLong looks = new AtomicLong();
        String text = piece.repeat(length / piece.length() + 1);
        for (Detector detector : Detectors.all()) {
            Prose prompt = Prose.through("as json, in a table, list, code: " + text, s -> new Counting(s, looks));
            Prose response = Prose.through(text, s -> new Counting(s, looks));
            detector.assess(new Exchange(prompt, prompt, response, List.of(prompt), List.of()));
        }
        return looks.get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " ",
                "\n",
                "我",
                "我不能",
                "我们不",
                "抱歉",
                ". ",
                "。",
                "i cannot ",
                "i am not able to ",
                "i i i cannot x ",
                "as a ",
                "may ",
                "可能",
                "不",
                "不确定",
                "如果您有",
                "请您",
                "important to ",
                "not ",
                "you can ",
                "here are a b c d e ",
                "no ",
                "if ",
                "- ",
                "1. ",
                "| ",
                "|--",
                "|-|",
                "```",
                "`",
                "\"",
                "'",
                "“",
                "”",
                "「",
                "{",
                "[",
                "<",
                "{\"a\":",
                "<a>",
                "the ",
                "list ",
                "list the x ",
                "in a json ",
                "return a-b ",
                "以",
                "以表",
                "写",
                "write code ",
                "create a the a table",
                "show in a ",
                "[x]: ",
                "as x, ",
                "a: ",
                "x:x",
                "good ",
                "so good so ",
                "to be or not to be ",
                "abcabcabd ",
                "😀",
                "\uD83D",
                "Ω",
                "한",
                "against a b c d ",
                "seek a b c ",
                "ethical and x ",
                "is it? ",
                "how many ",
                "什么时候",
                "吗?",
                "what ",
                "is x",
                "...",
                ";",
                "f(x)",
                "f(",
                "x(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "as table",
                "compare x with the of a form ",
            })
    void timeIsLinearInTheText(String piece) {
        long small = looks(piece, 4_000);
        long large = looks(piece, 16_000);

        assertTrue(large <= 4.6 * small + 20_000, () -> small + " looks at 4,000 characters, " + large + " at 16,000");
    }
}
