package io.modelwatch.logindexer.delivery;

import java.util.List;

/** What came back for a bulk request. */
public sealed interface BulkAnswer {

    /** The request was worked on: one answer an entry, in the order of the entries. */
    record Items(List<ItemAnswer> items) implements BulkAnswer {

        public Items {
            items = List.copyOf(items);
        }
    }

    /** The request as a whole was refused with an HTTP status. */
    record Refused(int status, String type, String reason) implements BulkAnswer {}

    /** There was no usable answer, so nobody knows what was stored. */
    record Unanswered(String reason) implements BulkAnswer {}
}
