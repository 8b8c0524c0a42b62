package io.modelwatch.collector.catalogue;

/** How bad a value is, in rising order. */
public enum Severity {
    OK,
    WARNING,
    CRITICAL
}
