package io.modelwatch.logindexer.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.document.DataStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NStringEntity;
import org.jboss.logging.Logger;

/**
 * The indices that a data stream left behind when it rolled over. Identifiers are unique within one of them only, so
 * what may have been stored before a rollover must be looked for there.
 */
@ApplicationScoped
class Rollovers {

    private static final Logger LOG = Logger.getLogger(Rollovers.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_IDS = 5000;
    private static final int MAX_INDICES = 20;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Requests requests;
    private final String dataStream;

    Rollovers(Requests requests, DataStreamConfig config) {
        this.requests = requests;
        this.dataStream = DataStream.llm(config.namespace()).name();
    }

    /**
     * The data stream's indices, the oldest first; none where it does not exist or may not be looked at.
     *
     * @throws IOException when there is no answer just now
     */
    List<BackingIndex> indices() throws IOException, InterruptedException {
        Reply reply = answered(requests.send(
                "GET",
                "/" + dataStream + "/_settings",
                Map.of("filter_path", "*.settings.index.creation_date", "ignore_unavailable", "true"),
                null));
        return reply.isSuccess() ? BackingIndex.of(reply.json()) : List.of();
    }

    /**
     * Which of the identifiers are in the indices, with the names of those.
     *
     * @throws IOException when nobody can tell just now
     */
    Map<String, List<String>> find(Collection<String> ids, List<BackingIndex> in)
            throws IOException, InterruptedException {
        Map<String, List<String>> found = new HashMap<>();
        List<String> all = List.copyOf(ids);
        for (int i = 0; i < in.size(); i += MAX_INDICES) {
            String names = in.subList(i, Math.min(in.size(), i + MAX_INDICES)).stream()
                    .map(BackingIndex::name)
                    .collect(Collectors.joining(","));
            if (!answered(requests.send("POST", "/" + names + "/_refresh", Map.of("ignore_unavailable", "true"), null))
                    .isSuccess()) {
                LOG.warnf("indices before a rollover cannot be looked at indices=%s", names);
                continue;
            }
            for (int j = 0; j < all.size(); j += MAX_IDS) {
                search(names, all.subList(j, Math.min(all.size(), j + MAX_IDS)), found);
            }
        }
        return found;
    }

    private void search(String names, List<String> ids, Map<String, List<String>> found)
            throws IOException, InterruptedException {
        ObjectNode query = JSON.createObjectNode().put("size", MAX_IDS * 2).put("_source", false);
        query.put("track_total_hits", false);
        ArrayNode values = query.putObject("query").putObject("ids").putArray("values");
        ids.forEach(values::add);
        Reply reply = answered(requests.send(
                "POST",
                "/" + names + "/_search",
                Map.of(
                        "allow_partial_search_results", "false",
                        "ignore_unavailable", "true",
                        "filter_path", "hits.hits._id,hits.hits._index"),
                json(query.toString())));
        if (!reply.isSuccess()) {
            LOG.warnf("indices before a rollover cannot be searched status=%d", reply.status());
            return;
        }
        for (JsonNode hit : reply.json().path("hits").path("hits")) {
            found.computeIfAbsent(hit.path("_id").asText(), id -> new ArrayList<>())
                    .add(hit.path("_index").asText());
        }
    }

    /** A document in one of the indices. */
    record Copy(String id, String index) {}

    /**
     * Deletes documents from the index each was stored in.
     *
     * @throws IOException when nobody can tell whether they are gone
     */
    void delete(List<Copy> copies) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (Copy copy : copies) {
            ObjectNode action = JSON.createObjectNode();
            action.putObject("delete").put("_index", copy.index()).put("_id", copy.id());
            body.append(action).append('\n');
        }
        Reply reply = answered(
                requests.send("POST", "/_bulk", Map.of("filter_path", "errors,items.*.status"), json(body.toString())));
        for (JsonNode item : reply.json().path("items")) {
            int status = item.path("delete").path("status").asInt();
            if (status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR) {
                throw new IOException("status " + status);
            }
        }
    }

    private static NStringEntity json(String body) {
        return new NStringEntity(body, ContentType.APPLICATION_JSON);
    }

    private static Reply answered(Reply reply) throws IOException {
        if (reply.status() == TOO_MANY_REQUESTS || reply.status() >= FIRST_SERVER_ERROR) {
            throw new IOException("status " + reply.status());
        }
        return reply;
    }
}
