package io.modelwatch.collector.forward;

/**
 * One record as a destination gets it.
 *
 * @param json one JSON object without a line break
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Outgoing(byte[] json) {}
