package io.modelwatch.logindexer.elasticsearch;

import io.modelwatch.logindexer.document.DataStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NStringEntity;

/** Looks for one document by its identifier, as a search finds it. */
@ApplicationScoped
public class DocumentLookup {

    private static final int NOT_FOUND = 404;

    private final Requests requests;

    DocumentLookup(Requests requests) {
        this.requests = requests;
    }

    /**
     * Whether a search finds the document.
     *
     * @param id of letters, digits and dashes
     * @throws IOException when Elasticsearch does not answer, or refuses to
     */
    public boolean exists(DataStream dataStream, String id) throws IOException, InterruptedException {
        Reply reply = requests.send(
                "POST",
                "/" + dataStream.name() + "/_search",
                Map.of("filter_path", "hits.hits._id", "allow_partial_search_results", "false"),
                new NStringEntity(
                        "{\"_source\":false,\"query\":{\"ids\":{\"values\":[\"" + id + "\"]}}}",
                        ContentType.APPLICATION_JSON));
        if (reply.status() == NOT_FOUND) {
            return false; // not even the data stream is there
        }
        if (!reply.isSuccess()) {
            throw new IOException("status " + reply.status());
        }
        return reply.json().path("hits").path("hits").size() > 0;
    }
}
