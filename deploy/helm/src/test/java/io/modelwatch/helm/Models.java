package io.modelwatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Kubernetes' own types as a judge of manifests: a field they do not have is a fault. */
final class Models {

    /** Kinds that the typed models lack; their operators' models judge them instead. */
    static final Set<String> ELSEWHERE = Set.of("ScaledObject", "Cluster", "Elasticsearch", "Kibana");

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Models() {}

    /** One line for each field that is unknown or lost, empty when the manifest is sound. */
    static List<String> faults(JsonNode manifest) {
        String what = manifest.path("kind").asText() + " " + Rendered.name(manifest);
        List<String> faults = new ArrayList<>();
        try {
            HasMetadata typed = SERIALIZATION.unmarshal(manifest.toString());
            if (typed instanceof GenericKubernetesResource) {
                faults.add(what + ": no type for " + manifest.path("apiVersion").asText());
            } else {
                JsonNode back = JSON.readTree(SERIALIZATION.asJson(typed));
                compare(what, manifest, back, faults);
                unknown(what, typed, faults);
            }
        } catch (IllegalArgumentException | java.io.IOException failure) {
            faults.add(what + ": " + failure.getMessage());
        }
        return faults;
    }

    /** What was given must come back; models keep unknown fields beside, {@link #unknown} finds those. */
    private static void compare(String path, JsonNode given, JsonNode back, List<String> faults) {
        if (given.isObject()) {
            given.properties().forEach(field -> {
                boolean empty = field.getValue().isNull()
                        || field.getValue().isContainerNode()
                                && field.getValue().isEmpty();
                if (!empty) {
                    compare(path + "." + field.getKey(), field.getValue(), back.path(field.getKey()), faults);
                }
            });
        } else if (given.isArray()) {
            for (int i = 0; i < given.size(); i++) {
                compare(path + "[" + i + "]", given.get(i), back.path(i), faults);
            }
        } else if (back.isMissingNode()) {
            faults.add(path + ": not in the type");
        }
    }

    private static void unknown(String path, Object typed, List<String> faults) {
        for (var method : typed.getClass().getMethods()) {
            boolean getter = method.getParameterCount() == 0
                    && method.getName().startsWith("get")
                    && !method.getName().equals("getClass");
            if (!getter) {
                continue;
            }
            Object value;
            try {
                value = method.invoke(typed);
            } catch (ReflectiveOperationException ignored) {
                continue;
            }
            String name = path + "." + method.getName().substring(3);
            if (method.getName().equals("getAdditionalProperties")) {
                if (value instanceof java.util.Map<?, ?> map && !map.isEmpty()) {
                    faults.add(path + ": unknown " + new TreeMap<>(map).keySet());
                }
            } else if (value instanceof List<?> list) {
                list.forEach(item -> walk(name, item, faults));
            } else {
                walk(name, value, faults);
            }
        }
    }

    private static void walk(String path, Object value, List<String> faults) {
        if (value != null && value.getClass().getPackageName().startsWith("io.fabric8")) {
            unknown(path, value, faults);
        }
    }
}
