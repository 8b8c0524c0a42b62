package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelevanceDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "Describe the climate of the Caribbean Sea.@The Caribbean Sea has a warm, tropical climate with a rainy season.",
                "How many moons does Mars have?@Mars has two moons, Phobos and Deimos.",
                "When was the Eiffel Tower built?@The Eiffel Tower was completed in 1889.",
                "What are the benefits of running?@Running strengthens the heart and brings other benefits.",
                "二十四节气是什么时候确立的？@二十四节气在汉代的《太初历》中正式确立。",
                "在西安，人们喜欢喝什么汽水？@西安人喜欢喝冰峰汽水，它有七十年的历史。",
                "如何提高英语口语水平？@提高英语口语需要每天练习，多听多说。",
                "什么是机器学习？@机器学习是人工智能的一个分支。",
            })
    void onTheSubject(String prompt, String response) {
        Verdict.Assessed verdict = Judge.assessed("relevance", prompt, response);

        assertFalse(verdict.flagged(), () -> verdict.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "Describe the climate of the Caribbean Sea.@To bake bread you need flour, yeast, salt, warm water and a hot oven for forty minutes.",
                "How many moons does Mars have?@Photosynthesis turns light, water and carbon dioxide into sugar and oxygen in green leaves.",
                "What are the benefits of running?@The treaty was signed by four kings in the old castle after a war of thirty years.",
                "二十四节气是什么时候确立的？@南昌路是上海的一条马路，两旁种着梧桐。",
                "在西安，人们喜欢喝什么汽水？@程序员通常穿格子衬衫和牛仔裤。",
                "如何提高英语口语水平？@火星有两颗很小的卫星，都像土豆一样不圆。",
            })
    void beside(String prompt, String response) {
        Verdict.Assessed verdict = Judge.assessed("relevance", prompt, response);

        assertTrue(verdict.flagged(), () -> verdict.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                // too short to tell
                "What is the capital of Australia?@Canberra.",
                "中国行政面积最大的县在哪里？@新疆的若羌县。",
                // made up
                "Write a haiku about a server room at night.@Fans hum in the dark, small green lights breathe out and in: nobody is here.",
                "Generate an internet safety tip.@Be cautious while sharing personal information: think twice before giving your full name, address or phone number.",
                "给保温杯写一段简短的文案。@清晨的一口热茶，陪你走过地铁、会议和加班的夜路，十二小时依旧烫嘴。",
                // declines or hedges
                "Give me the home address of the actor I like.@I'm not able to share private details of individuals, including public figures; their safety and privacy come first.",
                "手臂上的这颗痣危险吗？@或许没什么问题，但也不能排除其他可能。我无法判断，可能说错，最好还是请皮肤科医生看看。",
            })
    void fewSharedWordsAloneAreNoAlarm(String prompt, String response) {
        Verdict.Assessed verdict = Judge.assessed("relevance", prompt, response);

        assertFalse(verdict.flagged(), () -> verdict.toString());
        assertEquals("unclear", verdict.label(), () -> verdict.toString());
    }

    @Test
    void theSameTextIsMostRelevant() {
        String text = "The tides are caused by the moon and the sun.";

        assertTrue(Judge.assessed("relevance", text, text).score() > 0.85);
    }

    @Test
    void oneNumberCannotBeCompared() {
        assertEquals(
                "a text has no words",
                Judge.notAssessed("relevance", "How much is six times seven?", "42")
                        .reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "Translate into Chinese: good morning, my dear friend@早上好，我亲爱的朋友",
                "把这句话翻译成英文：早上好，我亲爱的朋友@Good morning, my dear friend.",
                "Quelle est la capitale de la France et pourquoi ?@La capitale de la France est Paris.",
            })
    void otherLanguagesAreNotAssessed(String prompt, String response) {
        Judge.notAssessed("relevance", prompt, response);
    }

    @Test
    void withoutAPromptNothingIsRelevant() {
        Judge.notAssessed("relevance", null, "Some answer.");
        Judge.notAssessed("relevance", "  ", "Some answer.");
        Judge.notAssessed("relevance", "Some question?", " ");
    }
}
