package io.modelwatch.logindexer.elasticsearch;

import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.BulkTarget;
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

    /** Whether the server can be asked to refuse what would not land in a data stream. */
    private volatile boolean canRequireDataStream = true;

    ElasticsearchTarget(Requests requests, Templates templates, ElasticsearchState state) {
        this.requests = requests;
        this.templates = templates;
        this.state = state;
    }

    @Override
    public BulkAnswer send(List<byte[]> entries) throws InterruptedException {
        String missing = templates.ensure();
        if (missing != null) {
            return new BulkAnswer.Unanswered(missing);
        }
        Reply reply;
        try {
            reply = post(body(entries));
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

    private Reply post(NByteArrayEntity body) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("filter_path", BulkReplies.FILTER);
        if (canRequireDataStream) {
            parameters.put("require_data_stream", "true");
        }
        Reply reply = requests.send("POST", "/_bulk", parameters, body);
        if (canRequireDataStream && reply.status() == 400 && reply.errorReason().contains("require_data_stream")) {
            canRequireDataStream = false;
            return post(body);
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
