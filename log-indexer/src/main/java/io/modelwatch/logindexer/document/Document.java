package io.modelwatch.logindexer.document;

import org.jspecify.annotations.Nullable;

/**
 * A record as Elasticsearch shall have it; only {@link Finishing} makes one, so it holds nothing that must not be kept.
 *
 * @param id its {@code _id}, the same whenever the same record is sent again
 * @param requestId the record's own {@code request_id}, where it has one
 * @param json the document, on one line
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Document(String id, @Nullable String requestId, byte[] json) {}
