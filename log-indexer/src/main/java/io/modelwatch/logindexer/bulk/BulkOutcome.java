package io.modelwatch.logindexer.bulk;

import java.util.List;

/** What became of a request whose body could be read. */
sealed interface BulkOutcome {

    /** Every action has its result, in order; documents that were taken are on disk. */
    record Done(List<BulkItem> items) implements BulkOutcome {

        public Done {
            items = List.copyOf(items);
        }
    }

    /** There is no room for the documents; none of them was taken. */
    record Overloaded(String reason) implements BulkOutcome {}
}
