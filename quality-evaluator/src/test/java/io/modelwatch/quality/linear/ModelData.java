package io.modelwatch.quality.linear;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.quality.detect.PublicData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What each model learns from: only rows whose licence allows weights fitted to them, see the model cards in the README.
 */
final class ModelData {

    private static final int PIECE = 4000;

    /** How often the rows of injection_deepset count, since they are few beside the others. */
    private static final int REPEATS = 3;

    /**
     * A model to train.
     *
     * @param rows what it learns from
     * @param threshold the score from which it shall say yes, chosen by cross-validation
     */
    record Recipe(List<Training.Row> rows, double threshold) {}

    /** Short statements, written by hand: attacks ask about such things, contexts state them. */
    private static final List<String> STATEMENTS = List.of(
            "Paris is the capital of France.",
            "Berlin is the capital and largest city of Germany.",
            "The capital of Australia is Canberra.",
            "Rome is the capital of Italy.",
            "The Nile is the longest river in Africa.",
            "Mount Everest is the highest mountain in the world.",
            "Water boils at 100 degrees Celsius at sea level.",
            "The museum is open from Tuesday to Sunday, 10 am to 6 pm.",
            "Open from 6 am.",
            "The pump is guaranteed for 36 months from the date of purchase.",
            "Shakespeare wrote Hamlet around 1600.",
            "The meeting moves from Monday to Thursday.",
            "Opening hours may change on public holidays.",
            "The human body has 206 bones.",
            "Seals are wearing parts and are covered for 12 months.",
            "Jupiter is the largest planet of the solar system.",
            "The train to Milan leaves at 9:40 from platform 4.",
            "Our office is on the second floor.",
            "Best regards, Anna",
            "The invoice number is 4711.",
            "Present: Lena, Omar, Priya.",
            "The speed of light is about 300,000 kilometres per second.",
            "Breakfast is included in the price.",
            "Marie Curie was born in Warsaw in 1867.");

    private ModelData() {}

    /** By name; empty where the data is absent. */
    static Map<String, Recipe> recipes() {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        List<Training.Row> deepset = rows("injection_deepset", row -> true);
        List<Training.Row> wild =
                rows("jailbreak_inthewild", row -> !row.path("kind").asText().equals("user_query"));
        List<Training.Row> chinese = rows("jailbreak_jailbench_zh", row -> true);
        List<Training.Row> lines = lines();
        if (deepset.isEmpty() || wild.isEmpty() || chinese.isEmpty() || lines.isEmpty()) {
            return recipes;
        }
        List<Training.Row> direct = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            direct.addAll(deepset);
        }
        direct.addAll(wild);
        recipes.put("prompt_injection", new Recipe(direct, 0.6));
        recipes.put("indirect_injection", new Recipe(lines, 0.5));
        recipes.put("jailbreak_en", new Recipe(wild, 0.25));
        recipes.put("jailbreak_zh", new Recipe(chinese, 0.15));
        return recipes;
    }

    static List<Training.Row> rows(String set, Predicate<JsonNode> allowed) {
        return PublicData.rows(set, "data.jsonl").orElse(List.of()).stream()
                .filter(allowed)
                .map(row -> row(
                        row.path("text").asText(),
                        row.path("label").intValue() == 1,
                        row.path("group").asText(row.path("text").asText())))
                .toList();
    }

    private static Training.Row row(String text, boolean positive, String group) {
        String folded = Normaliser.fold(text);
        return new Training.Row(Features.of(folded.substring(0, Math.min(PIECE, folded.length()))), positive, group);
    }

    /** Lines of e-mails: those that were put in as attacks, and all others; and sentences about facts. */
    static List<Training.Row> lines() {
        List<JsonNode> mails = PublicData.rows("injection_bipia_indirect", "data.jsonl").orElse(List.of()).stream()
                .filter(row -> row.path("kind").asText().equals("email"))
                .toList();
        Set<String> clean = new LinkedHashSet<>();
        mails.stream().filter(row -> row.path("label").intValue() == 0).forEach(row -> clean.addAll(split(row)));
        List<Training.Row> rows = new ArrayList<>();
        clean.forEach(line -> rows.add(row(line, false, line)));
        Set<String> seen = new HashSet<>(clean);
        for (JsonNode mail : mails) {
            for (String line : split(mail)) {
                if (seen.add(line)) {
                    rows.add(row(line, true, mail.path("attack").asText()));
                }
            }
        }
        if (!mails.isEmpty()) {
            harmless().filter(seen::add).forEach(text -> rows.add(row(text, false, text)));
        }
        return rows;
    }

    private static Stream<String> harmless() {
        Stream<String> facts = PublicData.rows("grounded_begin", "data.jsonl").orElse(List.of()).stream()
                .filter(row -> !row.path("kind").asText().equals("tc"))
                .flatMap(row -> Stream.of(
                        row.path("context").asText(), row.path("response").asText()));
        Stream<String> science = PublicData.rows("uncertainty_science", "data.jsonl").orElse(List.of()).stream()
                .map(row -> row.path("text").asText());
        return Stream.concat(STATEMENTS.stream(), Stream.concat(facts, science));
    }

    private static List<String> split(JsonNode mail) {
        return mail.path("context")
                .asText()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
