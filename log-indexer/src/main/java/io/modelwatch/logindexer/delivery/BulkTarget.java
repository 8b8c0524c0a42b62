package io.modelwatch.logindexer.delivery;

import io.modelwatch.logindexer.spool.Frame;
import java.util.List;

/** Where bulk requests go. */
public interface BulkTarget {

    /**
     * Sends entries in one request and waits for the answer; a failure to get one is an answer too.
     *
     * @param entries each the lines of one action of a {@code _bulk} body
     */
    BulkAnswer send(List<byte[]> entries) throws InterruptedException;

    /**
     * Sends records that an earlier attempt may have stored without anybody knowing. A target whose identifiers are
     * unique for a while only must look first whether it has them, and answer 409 for those.
     */
    default BulkAnswer sendAgain(List<Frame> records) throws InterruptedException {
        return send(records.stream().map(Frame::payload).toList());
    }
}
