package io.modelwatch.quality.exposition;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Turns model names, which anybody can send, into a bounded number of label values. Thread-safe. */
@ApplicationScoped
public class ModelLabels {

    /** Stands for exchanges whose model is not known. */
    public static final String UNKNOWN = "unknown";

    private static final String OTHER = "other";

    private final int max;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ModelLabels(ExpositionConfig config) {
        this.max = config.maxModels();
    }

    public String of(@Nullable String model) {
        if (model == null) {
            return UNKNOWN;
        }
        if (known.contains(model)) {
            return model;
        }
        synchronized (this) {
            if (known.size() < max) {
                known.add(model);
                return model;
            }
        }
        return OTHER;
    }
}
