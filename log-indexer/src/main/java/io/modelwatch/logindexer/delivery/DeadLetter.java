package io.modelwatch.logindexer.delivery;

import io.modelwatch.logindexer.spool.Frame;

/**
 * A record that Elasticsearch refused for good.
 *
 * @param record the record
 * @param status the status it was refused with
 * @param type the kind of error
 * @param reason the error in words
 */
public record DeadLetter(Frame record, int status, String type, String reason) {}
