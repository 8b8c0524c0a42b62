package io.modelwatch.collector.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.collector.window.Labels;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the targets out of a list of pods: those that run and whose annotations ask for it, {@code prometheus.io/scrape},
 * {@code …/port}, {@code …/path} and {@code …/scheme}.
 *
 * @param prefix of the annotations, such as {@code prometheus.io}
 */
record PodTargets(String prefix, Duration interval, Duration timeout) {

    private static final String RUNNING = "Running";
    private static final int HIGHEST_PORT = 65_535;
    private static final int USUAL_PORT = 80;

    /**
     * What was found.
     *
     * @param faults of pods whose annotations cannot be used
     */
    record Found(List<Target> targets, List<String> faults) {}

    /** The targets among the items of a {@code PodList}. */
    Found of(JsonNode items) {
        List<Target> targets = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (JsonNode pod : items) {
            if ("true".equals(annotation(pod, "scrape").orElse(""))
                    && RUNNING.equals(pod.path("status").path("phase").asText())
                    && !pod.path("metadata").has("deletionTimestamp")
                    && !pod.path("status").path("podIP").asText().isEmpty()) {
                try {
                    targets.add(target(pod));
                } catch (IllegalArgumentException e) {
                    faults.add(text(pod, "metadata", "namespace") + "/" + text(pod, "metadata", "name") + " "
                            + e.getMessage());
                }
            }
        }
        return new Found(targets, faults);
    }

    private Target target(JsonNode pod) {
        String address = text(pod, "status", "podIP");
        String host = address.contains(":") ? "[" + address + "]" : address;
        int port = annotation(pod, "port").map(PodTargets::port).orElseGet(() -> firstPort(pod));
        String path = annotation(pod, "path").orElse("/metrics");
        URI url = URI.create(annotation(pod, "scheme").orElse("http") + "://" + host + ":" + port
                + (path.startsWith("/") ? path : "/" + path));
        Labels labels = Labels.NONE
                .and("instance", host + ":" + port)
                .and("namespace", text(pod, "metadata", "namespace"))
                .and("pod", text(pod, "metadata", "name"))
                .and("host", text(pod, "spec", "nodeName"))
                .and(
                        "service",
                        pod.path("metadata")
                                .path("labels")
                                .path("app.kubernetes.io/name")
                                .asText());
        return new Target(url, labels, interval, timeout);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port > 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has the port '" + text + "'", e);
        }
        throw new IllegalArgumentException("has the port '" + text + "'");
    }

    private static int firstPort(JsonNode pod) {
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (!"UDP".equals(port.path("protocol").asText())) {
                    return port.path("containerPort").asInt(USUAL_PORT);
                }
            }
        }
        return USUAL_PORT;
    }

    private Optional<String> annotation(JsonNode pod, String name) {
        String value = pod.path("metadata")
                .path("annotations")
                .path(prefix + "/" + name)
                .asText();
        return value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    private static String text(JsonNode node, String object, String field) {
        return node.path(object).path(field).asText();
    }
}
