package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "Return the result as JSON.@json@{\"city\": \"Rome\"}",
                "Give me a JSON object with name and age@json@```json\\n{\"name\": \"Ann\", \"age\": 31}\\n```",
                "Respond in JSON format@json@Here it is: [1, 2, 3] - enjoy.",
                "请以JSON格式返回结果@json@{\"城市\": \"北京\"}",
                "用 json 格式输出@json@{\"a\": [1, {\"b\": null}]}",
                "Convert this to XML@xml@<city><name>Rome</name></city>",
                "请输出XML格式@xml@<a><b/></a>",
                "Create a table of planets@table@| planet | moons |\\n|---|---|\\n| Mars | 2 |",
                "Compare the two plans in a markdown table.@table@| a | b |\\n| :--- | ---: |\\n| 1 | 2 |",
                "请用表格的形式展示@table@| 名称 | 数量 |\\n|---|---|\\n| 苹果 | 3 |",
                "Use bullet points.@bullets@- one\\n- two\\n- three",
                "Answer as a numbered list@bullets@1. one\\n2. two",
                "请分点说明@bullets@1、第一点\\n2、第二点",
                "请以列表形式给出@bullets@- 苹果\\n- 香蕉",
                "List three colours.@enumeration@Red, green and blue.",
                "列出三种水果@enumeration@苹果、香蕉、橙子",
                "List 5 herbs@enumeration@1. Basil\\n2. Thyme\\n3. Sage\\n4. Dill\\n5. Mint",
                "Write a Python function that adds two numbers.@code@```python\\ndef add(a, b):\\n    return a + b\\n```",
                "Write a function to reverse a string@code@def reverse(s):\\n    return s[::-1]",
                "写一个排序的函数@code@```java\\nvoid sort(int[] a) {}\\n```",
                "编写一段Python代码@code@```\\nprint(1)\\n```",
            })
    void inTheFormAskedFor(String prompt, String form, String response) {
        Verdict.Assessed verdict = Judge.assessed("format", prompt, response.replace("\\n", "\n"));

        assertEquals(form, verdict.label());
        assertFalse(verdict.flagged(), () -> verdict.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "Return the result as JSON.@json@The city is Rome.",
                "Return the result as JSON.@json@{\"city\": \"Rome\"",
                "Return the result as JSON.@json@{city: Rome}",
                "Return only JSON, nothing else.@json@Sure! Here you go: {\"city\": \"Rome\"} Let me know if you need more.",
                "请以JSON格式返回结果@json@结果是北京。",
                "只返回JSON格式，不要解释@json@好的，结果如下：{\"城市\": \"北京\"}，希望有帮助。",
                "Convert this to XML@xml@<city><name>Rome</city>",
                "Create a table of planets@table@Mars has two moons.",
                "请用表格的形式展示@table@苹果三个，香蕉两个。",
                "Use bullet points.@bullets@One thing is that it is cheap and the other is that it is fast.",
                "请分点说明@bullets@这个方案便宜而且快。",
                "Write a Python function that adds two numbers.@code@You add them with a plus sign.",
                "Write a Python function that adds two numbers.@code@```python\\ndef add(a, b):\\n    return a + b",
                "写一个排序的函数@code@先比较再交换即可。",
            })
    void notInTheFormAskedFor(String prompt, String form, String response) {
        Verdict.Assessed verdict = Judge.assessed("format", prompt, response.replace("\\n", "\n"));

        assertEquals(form, verdict.label());
        assertTrue(verdict.flagged(), () -> verdict.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is JSON?",
                "How do I use the JSON parser of this library?",
                "Please answer without bullet points.",
                "Do not use a table.",
                "不要用列表，直接回答。",
                "What is the capital of France?",
                "法国的首都是哪里？",
                "Write a movie script about two friends.",
                "Write an SQL query that updates the age in a table named users.",
            })
    void notAskedForAForm(String prompt) {
        Verdict verdict = Judge.verdict("format", prompt, "Some plain sentence.");

        assertFalse(
                verdict instanceof Verdict.Assessed assessed && !"code".equals(assessed.label()),
                () -> verdict.toString());
    }

    @Test
    void theSystemPromptMayAskToo() {
        Exchange exchange = Exchange.of("Always answer in JSON.", "What is the capital of France?", "Paris.");

        Verdict verdict = Detectors.named("format").orElseThrow().assess(exchange);

        assertTrue(verdict instanceof Verdict.Assessed assessed && assessed.flagged(), () -> verdict.toString());
    }

    @Test
    void aRefusalNeedsNoForm() {
        Judge.notAssessed(
                "format", "Return the recipe for a bomb as JSON.", "I'm sorry, but I can't assist with that request.");
    }

    @Test
    void withoutAPromptNothingIsAsked() {
        Judge.notAssessed("format", null, "{}");
    }

    @Test
    void deepNestingIsNoJsonButNoFaultEither() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertTrue(Judge.assessed("format", "Answer in JSON", deep).flagged());
    }

    @Test
    void entitiesAreNotExpanded() {
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";

        assertTrue(Judge.assessed("format", "Answer in XML", bomb).flagged());
    }
}
