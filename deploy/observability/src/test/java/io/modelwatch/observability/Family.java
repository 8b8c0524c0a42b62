package io.modelwatch.observability;

import java.util.List;

/** A metric family, and the names its series have when Prometheus stores them. */
record Family(String type, String name) {

    boolean isCounter() {
        return type.equals("counter");
    }

    List<String> series() {
        return switch (type) {
            case "histogram" -> List.of(name + "_bucket", name + "_sum", name + "_count");
            case "summary" -> List.of(name, name + "_sum", name + "_count");
            default -> List.of(name);
        };
    }
}
