package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProseTest {

    private static List<String> sentences(String text) {
        Prose prose = Prose.of(text);
        return prose.sentences().stream()
                .map(span -> text.substring(span.start(), span.end()).strip())
                .toList();
    }

    @Test
    void cutsSentencesInBothLanguages() {
        assertEquals(
                List.of("It costs 3.14 euros.", "Is it?", "是的。", "真的！", "当然"),
                sentences("It costs 3.14 euros. Is it? 是的。真的！当然"));
    }

    @Test
    void linesAreSentencesAndNumbersOfListsAreNot() {
        assertEquals(List.of("1. Wash it.", "2. Dry it."), sentences("1. Wash it.\n\n2. Dry it.\n"));
    }

    @ParameterizedTest
    @CsvSource({"ＡＢＣ！,abc!", "I’m,i'm", "無法協助,无法协助", "ÀÉ,àé", "İ,i"})
    void foldsSpellings(String text, String folded) {
        assertEquals(folded.length(), text.length());
        assertEquals(folded, Prose.of(text).folded().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "he said \"go away\" and left@he said           and left",
                "it's the dogs' bowl, isn't it@it's the dogs' bowl, isn't it",
                "a ‘small’ b@a         b",
                "甲「乙」丙@甲   丙",
                "use `rm x` now@use        now",
                "an \"open quote@an \"open quote",
            })
    void blanksWhatIsQuoted(String text, String spoken) {
        assertEquals(spoken, Prose.of(text).spoken().toString());
    }

    @Test
    void blanksCodeAndKeepsLines() {
        assertEquals(
                "before\n   \n      \n   \nafter it",
                Prose.of("Before\n```\nx = 1;\n```\nAfter it").spoken().toString());
    }

    @Test
    void aTextThatIsOneQuotationSpeaksForItself() {
        assertEquals("\"i refuse.\"", Prose.of("\"I refuse.\"").spoken().toString());
    }
}
