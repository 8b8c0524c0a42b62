package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "en@The quick brown fox jumps over the lazy dog.",
                "en@Paris.",
                "en@Ann-Marie's café serves crème brûlée and that is why we like it.",
                "en@The word 苹果 means apple in Chinese and is used in many names.",
                "zh@敏捷的棕色狐狸跳过了懒狗。",
                "zh@我喜欢用 Python 和 Java 写程序，尤其是处理文本的程序。",
                "zh@繁體中文也是中文，應該同樣被識別出來。",
                "mixed@这个 feature 需要 deploy 到 production environment 然后 test 一下 performance",
                "other@Der schnelle braune Fuchs springt über den faulen Hund und ist nicht müde.",
                "other@Le chat est sur la table et il ne veut pas descendre pour le moment.",
                "other@El perro está en la casa y no quiere salir con los niños.",
                "other@素早い茶色の狐がのろまな犬を飛び越える。",
                "other@빠른 갈색 여우가 게으른 개를 뛰어넘습니다.",
                "other@Быстрая коричневая лиса прыгает через ленивую собаку.",
                "other@الثعلب البني السريع يقفز فوق الكلب الكسول",
            })
    void tells(String language, String text) {
        assertEquals(language, Judge.assessed("language", text).label());
    }

    @Test
    void numbersAndMarksAreNoLanguage() {
        assertFalse(
                Judge.notAssessed("language", null, "12 + 30 = 42 🎉").reason().isBlank());
    }
}
