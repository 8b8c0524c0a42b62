package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.quality.embed.OnnxEmbedder;
import io.modelwatch.quality.linear.LinearModel;
import io.modelwatch.quality.trees.TreeModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The weights in the resources are those that training gives. Under the profile {@code train} all are written, else
 * those that take no embedder are compared: an embedder may differ in the last digit from one processor to another.
 */
class ModelTrainingTest {

    private static final boolean WRITE = Boolean.getBoolean("modelwatch.train");
    private static final int MEGABYTE = 1 << 20;
    private static final int REMEMBERED = 60_000;

    @Test
    void trainingGivesTheSameWeightsAgain() {
        if (!ModelRecipes.dataIsThere()) {
            Assumptions.abort("the public data sets are not there");
        }
        ModelRecipes recipes =
                new ModelRecipes(row -> !row.isTest(), WRITE ? new OnnxEmbedder(REMEMBERED) : Embedder.NONE);
        recipes.all().entrySet().parallelStream().forEach(entry -> {
            String name = entry.getKey();
            LinearModel trained = entry.getValue().all().train();
            settle(name, trained.bytes(), () -> trained.sameAs(LinearModel.named(name)));
        });
        recipes.trees().entrySet().parallelStream().forEach(entry -> {
            String name = entry.getKey();
            TreeModel trained = entry.getValue().train(leaf -> true);
            settle(name, trained.bytes(), () -> trained.sameAs(TreeModel.named(name)));
        });
    }

    private static void settle(String name, byte[] bytes, java.util.function.BooleanSupplier same) {
        assertTrue(bytes.length < MEGABYTE, name);
        if (WRITE) {
            try {
                Path models = Files.createDirectories(Path.of("src/main/resources/models"));
                Files.write(models.resolve(name + ".bin"), bytes);
                System.out.println("wrote " + name + ", " + bytes.length + " bytes");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            assertTrue(same.getAsBoolean(), name);
        }
    }
}
