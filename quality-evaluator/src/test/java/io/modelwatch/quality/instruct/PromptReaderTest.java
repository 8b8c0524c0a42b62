package io.modelwatch.quality.instruct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.quality.detect.PublicData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "Write a poem about rain. Do not use any commas.@punctuation:no_comma {}",
                "写一段话，不要使用逗号。@punctuation:no_comma {}",
                "Answer in at least 300 words.@length_constraints:number_words {num_words=300, relation=at least}",
                "写一篇不少于800字的文章。@length_constraints:number_words {num_words=800, relation=at least}",
                "用少于100个字回答。@length_constraints:number_words {num_words=100, relation=less than}",
                "Use less than five sentences.@length_constraints:number_sentences {num_sentences=5, relation=less than}",
                "Answer with exactly 3 bullet points.@detectable_format:number_bullet_lists {num_bullets=3}",
                "Add a P.S. at the end.@detectable_content:postscript {postscript_marker=P.S.}",
                "Your entire response should be in all lowercase letters.@change_case:english_lowercase {}",
                "请用双引号把整个回答括起来。@startend:quotation {}",
            })
    void readsWhatIsAskedFor(String prompt, String expected) {
        List<String> read = PromptReader.read(prompt).stream()
                .map(instruction -> instruction.type().id() + " " + new java.util.TreeMap<>(instruction.arguments()))
                .toList();

        assertEquals(List.of(expected), read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is the capital of France?",
                "When do I use a comma before 'and'?",
                "Use at least 3 words in all capital letters.",
                "How many words does War and Peace have?",
                "逗号和句号有什么区别？",
                "std::cout << x >> y; does this compile?",
            })
    void leavesOutWhatOnlyLooksLikeIt(String prompt) {
        assertEquals(List.of(), PromptReader.read(prompt));
    }

    /** Precision against the instructions that public prompts are labelled with. */
    @ParameterizedTest
    @ValueSource(strings = {"ifeval_responses", "ifeval_zh_prompts"})
    void agreesWithLabels(String set) {
        List<JsonNode> rows = PublicData.rows(set, "data.jsonl").orElse(List.of());
        if (rows.isEmpty()) {
            Assumptions.abort("the public data set " + set + " is not there");
        }
        ObjectMapper mapper = new ObjectMapper();
        Set<String> seen = new HashSet<>();
        int right = 0;
        int read = 0;
        int labelled = 0;
        for (JsonNode row : rows) {
            String prompt = row.path("prompt").asText();
            if (seen.add(prompt)) {
                Set<Instruction> expected = new HashSet<>();
                for (JsonNode node : row.path("instructions")) {
                    Map<String, Object> arguments = mapper.convertValue(node.path("kwargs"), new TypeReference<>() {});
                    expected.add(Instruction.of(node.path("id").asText(), arguments));
                }
                List<Instruction> found = PromptReader.read(prompt);
                labelled += expected.size();
                read += found.size();
                right += (int) found.stream().filter(expected::contains).count();
            }
        }
        double precision = right / (double) read;
        System.out.println(
                set + " prompts: " + right + " of " + read + " read are labelled so, of " + labelled + " labels");

        assertTrue(precision >= 0.975, () -> "precision " + precision);
    }

    @Test
    void nothingOfNothing() {
        assertEquals(List.of(), PromptReader.read(""));
    }
}
