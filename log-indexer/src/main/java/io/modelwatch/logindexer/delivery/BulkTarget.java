package io.modelwatch.logindexer.delivery;

import java.util.List;

/** Where bulk requests go. */
public interface BulkTarget {

    /**
     * Sends entries in one request and waits for the answer; a failure to get one is an answer too.
     *
     * @param entries each the lines of one action of a {@code _bulk} body
     */
    BulkAnswer send(List<byte[]> entries) throws InterruptedException;
}
