package io.modelwatch.observability;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A metric family, and the names its series have when Prometheus stores them.
 *
 * @param labels beside those of the scrape; null where they are not known
 */
record Family(String type, String name, @Nullable Set<String> labels) {

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

    /** The family without what is known of its labels. */
    Family nameAndType() {
        return new Family(type, name, null);
    }
}
