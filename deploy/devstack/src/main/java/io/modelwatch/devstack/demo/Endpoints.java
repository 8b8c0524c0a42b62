package io.modelwatch.devstack.demo;

import java.net.URI;

/** Where the four services and Elasticsearch answer, such as {@code http://127.0.0.1:8081}. */
public record Endpoints(
        URI metricsCollector, URI qualityEvaluator, URI alertRouter, URI logIndexer, URI elasticsearch) {

    /** An address below one of the services; {@code path} starts with a slash and is encoded already. */
    static URI at(URI service, String path) {
        String base = service.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
