package io.modelwatch.collector.forward;

import java.util.List;

/** A service that records are handed on to. */
interface Destination {

    /** The name it has in messages and metrics. */
    String name();

    /** Sends a batch and waits for the answer, within the client's time limits. Never throws. */
    Reply send(List<Outgoing> batch);
}
