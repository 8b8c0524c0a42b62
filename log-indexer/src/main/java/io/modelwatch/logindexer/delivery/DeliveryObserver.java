package io.modelwatch.logindexer.delivery;

import java.time.Duration;

/** Is told how delivery goes. */
public interface DeliveryObserver {

    /** Nobody who wants to know. */
    DeliveryObserver NONE = new DeliveryObserver() {};

    /** A bulk request came back or failed to. */
    default void sent(int records, Duration took, BulkAnswer answer) {}

    /** Records are to be sent again. */
    default void retrying(int records, String cause) {}

    /** Something failed that is tried again. */
    default void failed(String what, Throwable cause) {}
}
