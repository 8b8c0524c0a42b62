package io.modelwatch.collector.request;

import java.util.Locale;

/** How a request ended. */
public enum Status {
    SUCCESS,
    ERROR;

    /** As it stands in JSON and in labels. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }
}
