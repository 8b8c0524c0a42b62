package io.modelwatch.quality.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The labelled public rows beside the project, where they are present. */
public final class PublicData {

    private PublicData() {}

    /** The rows of a data set's file, or empty where the data is absent. */
    public static Optional<List<JsonNode>> rows(String set, String file) {
        Path path = Path.of(System.getProperty("modelwatch.root", ".."), "..", "shared", "datasets", set, file);
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(path)) {
                rows.add(mapper.readTree(line));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
        return Optional.of(rows);
    }
}
