package io.modelwatch.collector.ingest;

import io.modelwatch.collector.request.RequestRecord;

/**
 * A valid record of a body that has not been taken yet.
 *
 * @param index zero-based position in the body
 */
record Candidate(int index, RequestRecord request) {

    String id() {
        return request.requestId();
    }
}
