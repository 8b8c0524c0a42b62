package io.modelwatch.logindexer.delivery;

/**
 * The answer to one entry.
 *
 * @param status as HTTP has it
 * @param failureStore whether Elasticsearch put the document into its failure store instead
 * @param type the kind of error; empty where there is none
 * @param reason the error in words; empty where there is none
 * @param index the index behind the data stream that was written to; empty where that was not asked for
 */
public record ItemAnswer(int status, boolean failureStore, String type, String reason, String index) {

    /** The document is there already. */
    public static final ItemAnswer KNOWN = new ItemAnswer(409, false, "version_conflict_engine_exception", "");

    public ItemAnswer(int status, boolean failureStore, String type, String reason) {
        this(status, failureStore, type, reason, "");
    }

    public boolean isCreated() {
        return status == 201 && !failureStore;
    }

    /** What that means for the record. */
    public Verdict verdict() {
        if (status >= 200 && status < 300) {
            return failureStore ? Verdict.DEAD : Verdict.INDEXED;
        }
        return switch (status) {
            case 409 -> Verdict.DUPLICATE;
            case 429 -> Verdict.LATER;
            // Missing rights or a missing index are no fault of the record.
            case 401, 403, 404 -> Verdict.WHEN_REPAIRED;
            default -> status >= 400 && status < 500 ? Verdict.DEAD : Verdict.LATER;
        };
    }
}
