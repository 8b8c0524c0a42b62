package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import io.modelwatch.logindexer.spool.AppendOutcome;
import io.modelwatch.logindexer.spool.Spool;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts letters into the spool again, under the identifiers they had. */
@Singleton
class SpoolReplay implements DeadLetterLog.Replay {

    private static final JsonMapper JSON = new JsonMapper();

    private final Spool spool;
    private final DataStream dataStream;

    SpoolReplay(Spool spool, DataStreamConfig config) {
        this.spool = spool;
        this.dataStream = DataStream.llm(config.namespace());
    }

    @Override
    public @Nullable Problem take(List<ObjectNode> letters) throws InterruptedException {
        List<byte[]> entries = new ArrayList<>();
        for (ObjectNode letter : letters) {
            JsonNode document = letter.path("document");
            String id = letter.path("id").asText();
            if (!document.isObject() || id.isEmpty()) {
                return Problem.of(
                        CommonProblem.INVALID_RECORD, "the letter holds no document that could be sent again");
            }
            entries.add(BulkEntry.encode(dataStream, new Document(id, null, bytes(document))));
        }
        return switch (spool.append(entries)) {
            case AppendOutcome.Durable durable -> null;
            case AppendOutcome.Full full -> Problem.of(CommonProblem.OVERLOADED, full.detail());
            case AppendOutcome.Failed failed ->
                Problem.of(CommonProblem.UNAVAILABLE, "the spool's disk does not take records");
        };
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
