package io.modelwatch.collector.query;

import java.util.Locale;

/** Whose values an answer is made of. */
public enum Scope {
    /** What this replica has seen. */
    REPLICA,
    /** What all replicas have seen, as Prometheus knows it. */
    CLUSTER;

    /** As it is spelled in questions and answers. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }
}
