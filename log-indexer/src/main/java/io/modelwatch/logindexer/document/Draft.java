package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A record mapped to the fields of a document, in full: neither redacted nor cut, so it must not leave memory.
 *
 * @param id its {@code _id}, the same whenever the same record is sent again
 * @param requestId the record's own {@code request_id}, where it has one
 * @param document its fields; whoever finishes it changes them
 */
public record Draft(String id, @Nullable String requestId, ObjectNode document) {}
