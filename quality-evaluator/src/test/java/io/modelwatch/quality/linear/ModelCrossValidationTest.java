package io.modelwatch.quality.linear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How the models alone do on rows of groups they have not seen, in five parts by group. */
class ModelCrossValidationTest {

    private static final int PARTS = 5;

    private record Outcome(double f1, double falseAlarms) {}

    private static int part(Training.Row row) {
        return Math.floorMod(row.group().hashCode() * 31 + 7, PARTS);
    }

    private static Outcome measure(String name, List<Training.Row> judged) {
        Map<String, ModelData.Recipe> recipes = ModelData.recipes();
        if (recipes.isEmpty()) {
            Assumptions.abort("the public data sets are not there");
        }
        ModelData.Recipe recipe = recipes.get(name);
        int right = 0;
        int missed = 0;
        int wrong = 0;
        int negatives = 0;
        for (int part = 0; part < PARTS; part++) {
            List<Training.Row> learnt = new ArrayList<>();
            for (Training.Row row : recipe.rows()) {
                if (part(row) != part) {
                    learnt.add(row);
                }
            }
            LinearModel model = Training.train(learnt, recipe.threshold());
            for (Training.Row row : judged.isEmpty() ? recipe.rows() : judged) {
                if (part(row) == part) {
                    boolean flagged = model.score(row.features()) >= 0.5;
                    right += flagged && row.positive() ? 1 : 0;
                    missed += !flagged && row.positive() ? 1 : 0;
                    wrong += flagged && !row.positive() ? 1 : 0;
                    negatives += row.positive() ? 0 : 1;
                }
            }
        }
        Outcome outcome = new Outcome(2.0 * right / (2.0 * right + missed + wrong), wrong / (double) negatives);
        System.out.printf(
                Locale.ROOT, "%s, unseen groups: F1 %.3f, false alarms %.3f%n", name, outcome.f1, outcome.falseAlarms);
        return outcome;
    }

    @Test
    void promptInjection() {
        Outcome outcome = measure("prompt_injection", ModelData.rows("injection_deepset", row -> true));

        assertTrue(outcome.f1 >= 0.86, outcome::toString); // aim .93, of a model that flags two thirds of other prompts
        assertTrue(outcome.falseAlarms <= 0.04, outcome::toString);
    }

    @Test
    void indirectInjection() {
        Outcome outcome = measure("indirect_injection", List.of());

        assertTrue(outcome.f1 >= 0.4, outcome::toString);
        assertTrue(outcome.falseAlarms <= 0.01, outcome::toString);
    }

    @Test
    void englishJailbreaks() {
        Outcome outcome = measure("jailbreak_en", List.of());

        assertTrue(outcome.f1 >= 0.95, outcome::toString); // aim .95
        assertTrue(outcome.falseAlarms <= 0.02, outcome::toString);
    }

    /** Whole templates are unseen here, of which there are eighteen. */
    @Test
    void chineseJailbreaks() {
        Outcome outcome = measure("jailbreak_zh", List.of());

        assertTrue(outcome.f1 >= 0.75, outcome::toString);
        assertTrue(outcome.falseAlarms <= 0.01, outcome::toString);
    }
}
