package io.modelwatch.logindexer.spool;

/** What became of an append. */
public sealed interface AppendOutcome {

    /** The records are on disk: they may be acknowledged. */
    record Durable(SequenceRange records) implements AppendOutcome {}

    /** Nothing was taken because a bound is reached; later there may be room. */
    record Full(String detail) implements AppendOutcome {}

    /** The disk did not take the records: they must not be acknowledged. */
    record Failed(String detail) implements AppendOutcome {}
}
