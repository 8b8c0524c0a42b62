package io.modelwatch.quality.linear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The weights in the resources are those that training gives; under the profile {@code train} it writes them. */
class ModelTrainingTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void trainingGivesTheSameWeightsAgain() throws IOException {
        Map<String, ModelData.Recipe> recipes = ModelData.recipes();
        if (recipes.isEmpty()) {
            Assumptions.abort("the public data sets are not there");
        }
        for (Map.Entry<String, ModelData.Recipe> entry : recipes.entrySet()) {
            LinearModel trained =
                    Training.train(entry.getValue().rows(), entry.getValue().threshold());
            if (Boolean.getBoolean("modelwatch.train")) {
                Path models = Files.createDirectories(Path.of("src/main/resources/models"));
                Files.write(models.resolve(entry.getKey() + ".bin"), trained.bytes());
                System.out.println("wrote " + entry.getKey() + ", " + trained.bytes().length + " bytes");
            } else {
                assertTrue(trained.sameAs(LinearModel.named(entry.getKey())), entry.getKey());
            }
            assertTrue(trained.bytes().length < MEGABYTE, entry.getKey());
        }
    }
}
