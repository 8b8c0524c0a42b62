package io.modelwatch.logindexer.elasticsearch;

import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.BulkTarget;
import io.modelwatch.logindexer.spool.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;

/** Sends entries to {@code _bulk} as they were spooled. */
@ApplicationScoped
public class ElasticsearchTarget implements BulkTarget {

    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");

    private final Requests requests;
    private final Templates templates;
    private final ElasticsearchState state;
    private final Rollovers rollovers;

    /** Whether the server can be asked to refuse what would not land in a data stream. */
    private volatile boolean canRequireDataStream = true;

    ElasticsearchTarget(Requests requests, Templates templates, ElasticsearchState state, Rollovers rollovers) {
        this.rollovers = rollovers;
        this.requests = requests;
        this.templates = templates;
        this.state = state;
    }

    @Override
    public BulkAnswer send(List<byte[]> entries) throws InterruptedException {
        return send(entries, BulkReplies.FILTER);
    }

    /** Looks first in the indices that were left since the records were accepted, and afterwards where they went. */
    @Override
    public BulkAnswer sendAgain(List<Frame> records) throws InterruptedException {
        Resending resending;
        try {
            resending = new Resending(rollovers, records);
        } catch (IOException e) {
            return BulkTarget.super.sendAgain(records); // without identifiers there is nothing to look for
        }
        try {
            return resending.send(entries -> send(entries, BulkReplies.FILTER_WITH_INDEX));
        } catch (IOException e) {
            return new BulkAnswer.Unanswered("indices before a rollover: " + e.getMessage());
        }
    }

    private BulkAnswer send(List<byte[]> entries, String filter) throws InterruptedException {
        String missing = templates.ensure();
        if (missing != null) {
            return new BulkAnswer.Unanswered(missing);
        }
        Reply reply;
        try {
            reply = post(body(entries), filter);
        } catch (IOException e) {
            templates.invalidate();
            state.unreachable(String.valueOf(e.getMessage()));
            return new BulkAnswer.Unanswered(String.valueOf(e.getMessage()));
        }
        state.answered(reply.status());
        BulkAnswer answer = BulkReplies.read(reply);
        if (answer instanceof BulkAnswer.Items items && items.items().stream().anyMatch(item -> item.status() == 404)) {
            templates.invalidate(); // the data stream could not be created: its template is gone
        }
        return answer;
    }

    private Reply post(NByteArrayEntity body, String filter) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("filter_path", filter);
        if (canRequireDataStream) {
            parameters.put("require_data_stream", "true");
        }
        Reply reply = requests.send("POST", "/_bulk", parameters, body);
        if (canRequireDataStream && reply.status() == 400 && reply.errorReason().contains("require_data_stream")) {
            canRequireDataStream = false;
            return post(body, filter);
        }
        return reply;
    }

    private static NByteArrayEntity body(List<byte[]> entries) {
        int length = entries.stream().mapToInt(entry -> entry.length).sum();
        byte[] body = new byte[length];
        int at = 0;
        for (byte[] entry : entries) {
            System.arraycopy(entry, 0, body, at, entry.length);
            at += entry.length;
        }
        return new NByteArrayEntity(body, NDJSON);
    }
}
