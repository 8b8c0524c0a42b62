package io.modelwatch.intake;

/**
 * Bounds of one request body.
 *
 * @param maxBodyBytes most bytes of the body, counted after inflating
 * @param maxRecordBytes most bytes of one record
 * @param maxRecords most records in one body
 * @param maxDepth most levels of nesting in one record
 */
public record Limits(long maxBodyBytes, int maxRecordBytes, int maxRecords, int maxDepth) {

    /** 32 MiB a body, 1 MiB a record, 10,000 records, 64 levels. */
    public static final Limits DEFAULT = new Limits(32L << 20, 1 << 20, 10_000, 64);

    public Limits {
        if (maxBodyBytes < 1 || maxRecordBytes < 2 || maxRecords < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("limits must be positive: body " + maxBodyBytes + ", record "
                    + maxRecordBytes + ", records " + maxRecords + ", depth " + maxDepth);
        }
    }
}
