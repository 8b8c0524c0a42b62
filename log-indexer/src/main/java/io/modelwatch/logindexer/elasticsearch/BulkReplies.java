package io.modelwatch.logindexer.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.ItemAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the reply to a bulk request. */
final class BulkReplies {

    /** What of the reply is wanted; successful items stay in, one each. */
    static final String FILTER = "errors,items.*.status,items.*.failure_store,items.*.error.type,items.*.error.reason,"
            + "items.*.error.caused_by.reason";

    /** The same, and where each document went. */
    static final String FILTER_WITH_INDEX = FILTER + ",items.*._index";

    private BulkReplies() {}

    static BulkAnswer read(Reply reply) {
        if (!reply.isSuccess()) {
            return new BulkAnswer.Refused(reply.status(), reply.errorType(), reply.errorReason());
        }
        JsonNode items;
        try {
            items = reply.json().path("items");
        } catch (IOException e) {
            return new BulkAnswer.Unanswered("the reply is cut off or no JSON");
        }
        List<ItemAnswer> answers = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            if (item.size() != 1 || !item.iterator().next().path("status").isInt()) {
                return new BulkAnswer.Unanswered("the reply has an item without a status");
            }
            answers.add(answer(item.iterator().next()));
        }
        return new BulkAnswer.Items(answers);
    }

    private static ItemAnswer answer(JsonNode item) {
        JsonNode error = item.path("error");
        String reason = error.path("reason").asText("");
        String cause = error.path("caused_by").path("reason").asText("");
        return new ItemAnswer(
                item.path("status").intValue(),
                item.path("failure_store").asText("").equals("used"),
                error.path("type").asText(""),
                cause.isEmpty() ? reason : reason + ": " + cause,
                item.path("_index").asText(""));
    }
}
