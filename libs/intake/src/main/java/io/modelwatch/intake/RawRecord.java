package io.modelwatch.intake;

import org.jspecify.annotations.Nullable;

/**
 * One record of a body, not yet parsed.
 *
 * @param index zero-based position in the body
 * @param json the record's bytes, owned by this record; empty where there is a problem
 * @param problem why the record cannot be read, for instance because it is too large
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record RawRecord(int index, byte[] json, @Nullable Problem problem) {

    static RawRecord unreadable(int index, ProblemType type, String detail) {
        return new RawRecord(index, new byte[0], Problem.of(type, detail).inRecord(index));
    }
}
