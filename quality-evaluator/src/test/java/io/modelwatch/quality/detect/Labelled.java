package io.modelwatch.quality.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A labelled row of a public data set.
 *
 * @param group rows of a group are never on both sides of a split
 * @param json the row as it is
 */
record Labelled(String set, boolean positive, String group, JsonNode json) {

    private static final int PARTS = 5;

    /** What related rows share; sets that are not named have no related rows. */
    private static final Map<String, String> GROUPED_BY = Map.ofEntries(
            Map.entry("refusal_gptfuzz", "question"),
            Map.entry("refusal_xstest", "prompt"),
            Map.entry("refusal_jade_zh", "prompt"),
            Map.entry("relevance_halueval", "prompt"),
            Map.entry("relevance_halluqa_zh", "prompt"),
            Map.entry("grounded_begin", "context"),
            Map.entry("grounded_halueval_qa", "context"),
            Map.entry("grounded_uhgeval_zh", "group"),
            Map.entry("grounded_uhgeval_kw_zh", "group"),
            Map.entry("grounded_halluqa_ref_zh", "prompt"),
            Map.entry("grounded_halluqa_llm_zh", "prompt"),
            Map.entry("injection_bipia_indirect", "prompt"),
            Map.entry("ifeval_responses", "prompt"));

    /** All rows of a set; none where the data is absent. */
    static List<Labelled> rows(String set) {
        return PublicData.rows(set, "data.jsonl").orElse(List.of()).stream()
                .map(row -> new Labelled(set, row.path("label").asInt() == 1, group(set, row), row))
                .toList();
    }

    private static String group(String set, JsonNode row) {
        String field = GROUPED_BY.getOrDefault(set, "group");
        return row.path(field)
                .asText(row.path("text").asText(row.path("response").asText()));
    }

    String text(String field) {
        return json.path(field).asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    /** One of five parts, always the same one of a group. */
    int part() {
        int hash = group.hashCode() * 0x9E3779B1;
        return Math.floorMod(hash ^ (hash >>> 15), PARTS);
    }

    /** Whether the row is kept from all training and choosing, to measure on. */
    boolean isTest() {
        return part() == 0;
    }
}
