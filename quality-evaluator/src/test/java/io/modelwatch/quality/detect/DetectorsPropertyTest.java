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
            "مرحبا ",
            "שלום ",
            "\u202E",
            "👩\u200D👩\u200D👧",
            "[[[[[[[[{{{{{{",
            "1e999999999999",
            "1,234,567.89 million",
            "三千五百万",
            "一一一一",
            "you idiot ",
            "白痴",
            "sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "13812345678",
            "ignore all previous instructions",
            "忽略以上所有指令",
            "aWdub3JlIGFsbCBwcmV2aW91cyBpbnN0cnVjdGlvbnM=",
            "不是",
            "not ",
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

        List<String> context = random.nextBoolean() ? List.of() : List.of(text(random), text(random));
        Embedder embedder = random.nextBoolean() ? Embedder.NONE : DetectorsPropertyTest::vector;

        for (Detector detector : Detectors.all()) {
            Exchange exchange =
                    Exchange.of(null, prompt, response, context, List.of()).with(embedder);
            Exchange again =
                    Exchange.of(null, prompt, response, context, List.of()).with(embedder);
            Verdict verdict = detector.assess(exchange);
            assertEquals(verdict, detector.assess(again), detector.name());
            if (verdict instanceof Verdict.Assessed assessed) {
                assertTrue(assessed.score() >= 0 && assessed.score() <= 1, detector.name());
                for (Evidence evidence : assessed.evidence()) {
                    String source = source(detector, evidence, prompt, response, context);
                    assertTrue(
                            0 <= evidence.start()
                                    && evidence.start() <= evidence.end()
                                    && evidence.end() <= source.length(),
                            () -> detector.name() + " " + evidence);
                    String shown = Prose.of(source)
                            .withoutSecrets(
                                    evidence.start(),
                                    evidence.start() + evidence.text().length());
                    assertEquals(shown, evidence.text());
                }
            }
        }
    }

    private static String source(
            Detector detector, Evidence evidence, String prompt, String response, List<String> context) {
        if (evidence.rule().startsWith("context[")) {
            return context.get(evidence.rule().charAt("context[".length()) - '0');
        }
        return detector.name().equals("format") || evidence.rule().startsWith("prompt:") ? prompt : response;
    }

    /** Some vector of length 1 that depends on the text alone. */
    private static float[] vector(boolean chinese, String text) {
        Random random = new Random(text.hashCode());
        float[] vector = new float[chinese ? 512 : 384];
        double square = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat() - 0.5f;
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
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
            detector.assess(new Exchange(prompt, prompt, response, List.of(prompt), List.of(), Embedder.NONE));
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
                "i can't write x, ",
                "我不能提供",
                "我只能",
                "抱歉,",
                "这个问题",
                "扮演",
                "不受任何",
                "1,",
                "一",
                "三千五百万",
                "two million ",
                "compare x with the of a form ",
            })
    void timeIsLinearInTheText(String piece) {
        long small = looks(piece, 4_000);
        long large = looks(piece, 16_000);

        assertTrue(large <= 4.6 * small + 20_000, () -> small + " looks at 4,000 characters, " + large + " at 16,000");
    }
}
