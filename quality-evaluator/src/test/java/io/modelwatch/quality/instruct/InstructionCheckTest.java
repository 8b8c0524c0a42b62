package io.modelwatch.quality.instruct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionCheckTest {

    private static Instruction instruction(String id, String arguments) {
        Map<String, Object> map = new HashMap<>();
        for (String pair : arguments.split(";")) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2) {
                Object value = parts[1].matches("\\d+") ? (Object) Integer.valueOf(parts[1]) : parts[1];
                map.put(
                        parts[0],
                        parts[0].endsWith("words") && !parts[0].startsWith("num")
                                ? List.of(parts[1].split("/"))
                                : value);
            }
        }
        return Instruction.of(id, map);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "keywords:existence@keywords=汽车/电池@汽车的电池要定期检查。@true",
                "keywords:existence@keywords=汽车/电池@汽车要定期检查。@false",
                "keywords:frequency@keyword=fox; frequency=2; relation=at least@A fox met a Fox.@true",
                "keywords:frequency@keyword=正确; frequency=2; relation=less than@顾客永远正确，正确得很。@false",
                "keywords:forbidden_words@forbidden_words=yes/no@I know nothing.@true",
                "keywords:forbidden_words@forbidden_words=yes/no@No, thanks.@false",
                "keywords:forbidden_words@forbidden_words=教育@重视教育的人。@false",
                "keywords:letter_frequency@letter=学; let_frequency=2; let_relation=at least@学而时习之，学无止境@true",
                "language:response_language@language=zh-cn@今天天气很好，我们去公园。@true",
                "language:response_language@language=zh-cn@The weather is fine today.@false",
                "language:response_language@language=de@Das ist nicht mein Hund und er bellt auch nicht.@true",
                "language:response_language@language=ru@Это не моя собака, и она не лает.@true",
                "length_constraints:number_words@num_words=5; relation=at least@我爱北京天安门@true",
                "length_constraints:number_words@num_words=5; relation=less than@one two three four@true",
                "length_constraints:number_sentences@num_sentences=3; relation=at least@很好。真的吗？是的！@true",
                "length_constraints:number_sentences@num_sentences=3; relation=less than@Dr. Who has 3.5 ships. They fly.@true",
                "detectable_content:number_placeholders@num_placeholders=2@亲爱的[姓名]，地址是[地址]。@true",
                "detectable_content:postscript@postscript_marker=P.S.@Bye. P.S. Write soon.@true",
                "detectable_content:postscript@postscript_marker=附言@再见。附言：常联系。@true",
                "detectable_format:constrained_response@@My answer is maybe.@true",
                "detectable_format:number_highlighted_sections@num_highlights=2@*重点一*和*重点二*@true",
                "detectable_format:multiple_sections@section_spliter=SECTION; num_sections=2@SECTION 1 a SECTION 2 b@true",
                "detectable_format:json_format@@{\"a\": [1, 2]}@true",
                "detectable_format:json_format@@{\"a\": [1, 2]} there@false",
                "detectable_format:title@@<<无题>> 相见时难别亦难@true",
                "combination:two_responses@@first ****** second@true",
                "combination:two_responses@@same ****** same@false",
                "combination:repeat_prompt@prompt_to_repeat=写一首诗@写一首诗 床前明月光@true",
                "startend:end_checker@end_phrase=还有什么我可以帮忙的吗？@好的。还有什么我可以帮忙的吗？@true",
                "startend:quotation@@“全部在引号里”@true",
                "change_case:english_capital@@ALL OF THIS IS LOUD.@true",
                "change_case:english_lowercase@@all of this is Quiet.@false",
                "change_case:capital_word_frequency@capital_frequency=2; capital_relation=at least@NASA and ESA fly.@true",
                "punctuation:no_comma@@没有逗号。@true",
                "punctuation:no_comma@@有，逗号。@false",
            })
    void rules(String id, String arguments, String response, boolean followed) {
        Instruction instruction = instruction(id, arguments == null ? "" : arguments);

        assertEquals(followed, InstructionCheck.of(instruction, response).followed());
    }

    @Test
    void paragraphsBetweenMarks() {
        Instruction three = instruction("length_constraints:number_paragraphs", "num_paragraphs=3");

        assertTrue(InstructionCheck.of(three, "a\n***\nb\n***\nc").followed());
        assertFalse(InstructionCheck.of(three, "a\n***\n***\nc").followed());
    }

    @Test
    void looselyWithoutTheFirstLine() {
        Instruction quoted = instruction("startend:quotation", "");
        InstructionCheck check = InstructionCheck.of(quoted, "Here it is:\n\"All of it.\"");

        assertFalse(check.followed());
        assertTrue(check.followedLoosely());
    }

    @Test
    void firstWordOfAParagraph() {
        Instruction first = instruction(
                "length_constraints:nth_paragraph_first_word", "num_paragraphs=2; nth_paragraph=2; first_word=春");

        assertTrue(InstructionCheck.of(first, "冬天过去了。\n\n春天来了。").followed());
        assertFalse(InstructionCheck.of(first, "冬天过去了。\n\n夏天来了。").followed());
    }

    @Test
    void languageTagsBeforeIdentifiersAreLeftOut() {
        assertEquals(
                InstructionType.NO_COMMA,
                Instruction.of("zh:punctuation:no_comma", Map.of()).type());
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Instruction.of("no:such", Map.of()));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Instruction.of(
                        "length_constraints:number_words", Map.of("num_words", 1.5, "relation", "at least")));
        assertTrue(String.valueOf(e.getMessage()).startsWith("num_words must be"), e::getMessage);
    }
}
