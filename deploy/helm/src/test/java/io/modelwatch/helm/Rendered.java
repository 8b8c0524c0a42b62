package io.modelwatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the chart gives for some values. */
record Rendered(List<JsonNode> resources) {

    static final ObjectMapper YAML = new YAMLMapper();

    /** Renders with {@code --set} arguments. */
    static Rendered with(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("template", "mw", Command.CHART.toString()));
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(setting);
        }
        return of(Command.helm(arguments.toArray(String[]::new)).orFail());
    }

    static Rendered of(String yaml) {
        try {
            List<JsonNode> all = new ArrayList<>();
            YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).forEachRemaining(document -> {
                if (document.isObject() && !document.isEmpty()) {
                    all.add(document);
                }
            });
            return new Rendered(all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Stream<JsonNode> ofKind(String kind) {
        return resources.stream()
                .filter(resource -> kind.equals(resource.path("kind").asText()));
    }

    Optional<JsonNode> find(String kind, String name) {
        return ofKind(kind).filter(resource -> name.equals(name(resource))).findFirst();
    }

    static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    /** Every pod template, and every pod. */
    Stream<JsonNode> podSpecs() {
        return resources.stream()
                .map(resource -> "Pod".equals(resource.path("kind").asText())
                        ? resource.path("spec")
                        : resource.at("/spec/template/spec"))
                .filter(spec -> spec.has("containers"));
    }

    static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
