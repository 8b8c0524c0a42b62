package io.modelwatch.quality.instruct;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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

/** Agreement with what the reference checker of IFEval says about 1,986 instructions. */
class InstructionGoldenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static List<JsonNode> rows(String set) {
        List<JsonNode> rows = PublicData.rows(set, "data.jsonl").orElse(List.of());
        if (rows.isEmpty()) {
            Assumptions.abort("the public data set " + set + " is not there");
        }
        return rows;
    }

    private static Instruction instruction(JsonNode node) {
        Map<String, Object> arguments = MAPPER.convertValue(node.path("kwargs"), new TypeReference<>() {});
        return Instruction.of(node.path("id").asText(), arguments);
    }

    @Test
    void asTheReferenceChecker() {
        int instructions = 0;
        int strict = 0;
        int loose = 0;
        int wholeRows = 0;
        List<JsonNode> rows = rows("ifeval_responses");
        for (JsonNode row : rows) {
            boolean whole = true;
            for (int i = 0; i < row.path("instructions").size(); i++) {
                InstructionCheck check = InstructionCheck.of(
                        instruction(row.path("instructions").get(i)),
                        row.path("response").asText());
                boolean agrees = check.followed() == row.path("followed").get(i).booleanValue();
                instructions++;
                strict += agrees ? 1 : 0;
                loose += check.followedLoosely()
                                == row.path("followed_loose").get(i).booleanValue()
                        ? 1
                        : 0;
                whole &= agrees;
            }
            wholeRows += whole ? 1 : 0;
        }
        double strictShare = strict / (double) instructions;
        double looseShare = loose / (double) instructions;
        double rowShare = wholeRows / (double) rows.size();
        System.out.println("ifeval_responses: instructions " + instructions + ", strict " + strictShare + ", loose "
                + looseShare + ", rows " + rowShare);

        assertTrue(strictShare >= 0.993, () -> "strict " + strictShare); // aim .99
        assertTrue(looseShare >= 0.993, () -> "loose " + looseShare); // aim .99
        assertTrue(rowShare >= 0.988, () -> "rows " + rowShare); // aim .98
    }

    /** No answers are there, but every type and all arguments are understood, and an answer of nothing follows none. */
    @Test
    void chinesePromptsAreUnderstood() {
        Set<InstructionType> types = new HashSet<>();
        for (JsonNode row : rows("ifeval_zh_prompts")) {
            for (JsonNode node : row.path("instructions")) {
                Instruction instruction = assertDoesNotThrow(() -> instruction(node), row.toString());
                types.add(instruction.type());
                assertEquals(false, InstructionCheck.of(instruction, " ").followed());
            }
        }
        assertEquals(25, types.size());
    }
}
