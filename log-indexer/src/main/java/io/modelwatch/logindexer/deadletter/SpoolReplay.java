package io.modelwatch.logindexer.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.intake.Documents;
import io.modelwatch.logindexer.spool.AppendOutcome;
import io.modelwatch.logindexer.spool.Spool;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts letters into the spool again, under the identifiers they had. */
@Singleton
class SpoolReplay implements DeadLetterLog.Replay {

    private final Spool spool;
    private final Documents documents;

    SpoolReplay(Spool spool, Documents documents) {
        this.spool = spool;
        this.documents = documents;
    }

    @Override
    public @Nullable Problem take(List<ObjectNode> letters) throws InterruptedException {
        List<byte[]> entries = new ArrayList<>();
        for (ObjectNode letter : letters) {
            String id = letter.path("id").asText();
            if (!(letter.path("document") instanceof ObjectNode document) || id.isEmpty()) {
                return Problem.of(
                        CommonProblem.INVALID_RECORD, "the letter holds no document that could be sent again");
            }
            // Somebody may have corrected it, so it is redacted like any other.
            entries.add(BulkEntry.encode(documents.dataStream(), documents.finish(new Draft(id, null, document))));
        }
        return switch (spool.append(entries)) {
            case AppendOutcome.Durable durable -> null;
            case AppendOutcome.Full full -> Problem.of(CommonProblem.OVERLOADED, full.detail());
            case AppendOutcome.Failed failed ->
                Problem.of(CommonProblem.UNAVAILABLE, "the spool's disk does not take records");
        };
    }
}
