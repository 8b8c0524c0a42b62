package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.quality.embed.OnnxEmbedder;
import io.modelwatch.quality.linear.LinearModel;
import io.modelwatch.quality.trees.TreeModel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What thresholds were chosen by: how each model alone does on rows of groups that it has not learnt from, part by part,
 * the test rows left out of everything. Under the profile {@code train}.
 */
class ModelCrossValidationTest {

    private static final int PARTS = 5;
    private static final int REMEMBERED = 60_000;

    /** Trains on the rows that it is told, by their part, and then scores others. */
    private static <R> Map<String, Measure> measure(
            List<R> rows,
            Function<Predicate<R>, ToDoubleFunction<R>> training,
            ToDoubleFunction<R> part,
            Function<R, String> set,
            Predicate<R> positive) {
        Map<String, Measure> measures = new HashMap<>();
        for (int held = 0; held < PARTS; held++) {
            int left = held;
            ToDoubleFunction<R> model = training.apply(row -> part.applyAsDouble(row) != left);
            for (R row : rows) {
                if (part.applyAsDouble(row) == left) {
                    double score = model.applyAsDouble(row);
                    measures.computeIfAbsent(set.apply(row), name -> new Measure())
                            .add(score, score >= 0.5, positive.test(row));
                }
            }
        }
        return measures;
    }

    @Test
    void everyModelOnGroupsItHasNotSeen() {
        if (!Boolean.getBoolean("modelwatch.train") || !ModelRecipes.dataIsThere()) {
            Assumptions.abort("only under the profile train, and where the public data sets are");
        }
        ModelRecipes recipes = new ModelRecipes(row -> !row.isTest(), new OnnxEmbedder(REMEMBERED));
        recipes.all()
                .forEach((name, recipe) -> print(
                        name,
                        measure(
                                recipe.lines(),
                                learnt -> {
                                    LinearModel model = recipe.of(learnt).train();
                                    return line -> model.score(line.row().features());
                                },
                                ModelRecipes.Line::part,
                                ModelRecipes.Line::set,
                                line -> line.row().positive())));
        recipes.trees()
                .forEach((name, trees) -> print(
                        name,
                        measure(
                                trees.leaves(),
                                learnt -> {
                                    TreeModel model = trees.train(learnt);
                                    return leaf -> model.score(leaf.row().features());
                                },
                                ModelRecipes.Leaf::part,
                                ModelRecipes.Leaf::set,
                                leaf -> leaf.row().positive())));
    }

    private static void print(String name, Map<String, Measure> measures) {
        measures.forEach((set, measure) -> {
            System.out.printf(Locale.ROOT, "%-24s %-28s %s%n", name, set, measure);
            assertTrue(measure.size() > 0, set);
        });
    }
}
