package io.modelwatch.alertrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Compares an answer with the example that its consumers test against: the same fields of the same types. */
final class Shape {

    /** Objects whose keys are data. */
    private static final Set<String> MAPS = Set.of("labels", "annotations", "routeLabels");

    private Shape() {}

    /** The answer has every field of the example, and each first element of a list looks like the example's. */
    static void assertLikeExample(String example, String answer) throws IOException {
        try (InputStream in = Shape.class.getResourceAsStream("/contract/devstack/" + example)) {
            ObjectMapper mapper = new ObjectMapper();
            compare("", mapper.readTree(in), mapper.readTree(answer));
        }
    }

    private static void compare(String path, JsonNode example, JsonNode answer) {
        assertNotNull(answer, path + " is missing");
        assertEquals(example.getNodeType(), answer.getNodeType(), path);
        if (example.isObject() && !MAPS.contains(path.substring(path.lastIndexOf('/') + 1))) {
            example.forEachEntry((name, value) -> compare(path + "/" + name, value, answer.get(name)));
        }
        if (example.isArray() && !example.isEmpty() && !path.endsWith("/deliveries/0/alerts")) {
            assertFalse(answer.isEmpty(), path + " is empty");
            compare(path + "/0", example.get(0), answer.get(0));
        }
    }
}
