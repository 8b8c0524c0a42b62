package io.modelwatch.collector.settings;

/** This replica's name, as answers give it. */
public record Replica(String name) {}
