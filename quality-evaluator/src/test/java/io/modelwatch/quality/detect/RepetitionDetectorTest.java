package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionDetectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The cat sat on the mat in the sun. The cat sat on the mat in the sun. The cat sat on the mat in the sun.",
                "The answer is to to to to to to to to to to to to to to to to",
                "Summary:\nSummary:\nSummary:\nSummary:\nSummary:\nThe sales rose in the third quarter.",
                "We looked at the capability to capability to capability to capability to capability to capability to",
                "今天天气很好，我们去公园散步。今天天气很好，我们去公园散步。今天天气很好，我们去公园散步。",
                "这个问题的答案是是是是是是是是是是是是是是是是是",
                "机器学习是人工智能的一个分支。它使用数据来训练模型，模型可以做出预测。机器学习是人工智能的一个分支。它使用数据来训练模型，模型可以做出预测。",
                "请您稍等请您稍等请您稍等请您稍等请您稍等请您稍等",
                "これはペンです。これはペンです。これはペンです。これはペンです。",
                "Das ist gut und schön so. Das ist gut und schön so. Das ist gut und schön so. Das ist gut und schön so.",
            })
    void runningInCircles(String response) {
        Verdict.Assessed verdict = Judge.assessed("repetition", response);

        assertTrue(verdict.flagged(), () -> verdict.toString());
        assertFalse(verdict.evidence().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The river rises in the hills, crosses the plain and reaches the sea near an old harbour town.",
                "1. Wash the rice.\n2. Add water.\n3. Bring it to a boil.\n4. Turn down the heat.\n5. Wait for twenty minutes.",
                "| Name | Age |\n| --- | --- |\n| Ann | 31 |\n| Bo | 42 |\n| Cy | 27 |\n| Di | 35 |",
                "Very, very good! It works, it really works, and everybody in the team is happy about it.",
                "长江发源于青藏高原，流经十一个省市，最后在上海注入东海，是中国最长的河流。",
                "春天来了，花儿开了，鸟儿唱着歌，孩子们在草地上奔跑，老人们在树下下棋。",
                "----------------------------------------\nThe title of the book stands above this line of text here.",
                "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
            })
    void sayingThingsOnce(String response) {
        Verdict.Assessed verdict = Judge.assessed("repetition", response);

        assertFalse(verdict.flagged(), () -> verdict.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Yes.", "No no no.", "是的。", "你好，你好！"})
    void shortTextIsNotAssessed(String response) {
        Judge.notAssessed("repetition", null, response);
    }

    @Test
    void theScoreGrowsWithTheLoop() {
        String sentence = "The wind blew over the empty fields all night. ";
        String rest = "Somebody had left a lamp burning in the barn, and nobody in the village knew why that was so. ";
        double before = 0;
        for (int rounds = 1; rounds <= 6; rounds++) {
            double score =
                    Judge.assessed("repetition", rest + sentence.repeat(rounds)).score();
            assertTrue(score >= before, "rounds " + rounds + ": " + score + " after " + before);
            before = score;
        }
        assertTrue(before > 0.9, "score " + before);
    }

    @Test
    void evidenceShowsTheLoop() {
        String response =
                "Here is the plan for tomorrow. Call the office now. Call the office now. Call the office now. Call the office now.";

        Evidence loop = Judge.assessed("repetition", response).evidence().stream()
                .filter(evidence -> evidence.rule().equals("loop"))
                .findFirst()
                .orElseThrow();

        assertTrue(loop.text().startsWith("Call the office now. Call the office now."), loop::text);
    }
}
