package io.modelwatch.logindexer.spool;

import java.time.Instant;

/**
 * One record of a log.
 *
 * @param sequence its number, from 1, without gaps
 * @param time when it was appended
 * @param endsBatch whether it is the last one of those appended together
 * @param payload its bytes, owned by this frame
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Frame(long sequence, Instant time, boolean endsBatch, byte[] payload) {}
