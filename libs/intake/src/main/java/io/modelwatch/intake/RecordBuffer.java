package io.modelwatch.intake;

import java.util.Arrays;

/** Collects one record's bytes up to a bound; beyond it remembers only that there were too many. */
final class RecordBuffer {

    private final int maxBytes;
    private byte[] bytes = new byte[512];
    private int size;
    private boolean overflow;

    RecordBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void clear() {
        size = 0;
        overflow = false;
    }

    void add(int value) {
        if (size == maxBytes) {
            overflow = true;
            return;
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, bytes.length * 2L));
        }
        bytes[size++] = (byte) value;
    }

    boolean isBlank() {
        for (int i = 0; i < size; i++) {
            if (!RecordReader.isSpace(bytes[i])) {
                return false;
            }
        }
        return !overflow;
    }

    RawRecord toRecord(int index) {
        return overflow
                ? RawRecord.unreadable(
                        index, CommonProblem.RECORD_TOO_LARGE, "a record may have at most " + maxBytes + " bytes")
                : new RawRecord(index, Arrays.copyOf(bytes, size), null);
    }
}
