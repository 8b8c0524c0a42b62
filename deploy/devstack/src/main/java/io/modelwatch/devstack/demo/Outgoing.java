package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record on its way, with what must become of it.
 *
 * @param json the record, as bytes go out; not changed any more
 */
record Outgoing(ObjectNode json, Expectation expectation) {

    /** What the answer must say about a record. */
    sealed interface Expectation {

        /** It is new. */
        record Accepted() implements Expectation {}

        /** It has been sent before. */
        record Duplicate() implements Expectation {}

        /** It is bad in this field, named by a JSON pointer. */
        record Rejected(String field) implements Expectation {}
    }

    static Outgoing fresh(ObjectNode json) {
        return new Outgoing(json, new Expectation.Accepted());
    }

    static Outgoing repeated(ObjectNode json) {
        return new Outgoing(json, new Expectation.Duplicate());
    }

    static Outgoing bad(ObjectNode json, String field) {
        return new Outgoing(json, new Expectation.Rejected(field));
    }

    /** The record's identifier, empty where a bad one has none. */
    String id() {
        return json.path("request_id").asText("");
    }
}
