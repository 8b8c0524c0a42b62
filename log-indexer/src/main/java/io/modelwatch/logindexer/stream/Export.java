package io.modelwatch.logindexer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.search.SearchClient;
import io.modelwatch.logindexer.search.SearchResource;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All documents that there were at one moment, a page at a time; where the server cannot keep them for that long, those
 * that there are when their page comes. A page that would be too large for memory is asked for
 * again in halves. To be closed. Not thread-safe.
 */
final class Export implements AutoCloseable {

    private static final int PAGE = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final SearchClient client;
    private final Wanted wanted;
    private final Duration keepAlive;
    private SearchClient.@Nullable PointInTime pointInTime;
    private List<Hit<ObjectNode>> page = List.of();
    private boolean more = true;
    private int pageSize = PAGE;
    private long exported;

    /**
     * What is exported.
     *
     * @param query which documents
     * @param fields the fields wanted of each; empty for all
     * @param descending whether the newest come first
     * @param limit most documents
     */
    record Wanted(Query query, List<String> fields, boolean descending, long limit) {
        Wanted {
            fields = List.copyOf(fields);
        }
    }

    /** A line that tells why the export ends before its last document. */
    record Broken(Problem error, long exported) {}

    private Export(SearchClient client, Wanted wanted, Duration keepAlive) {
        this.client = client;
        this.wanted = wanted;
        this.keepAlive = keepAlive;
    }

    /** Gets the first page, so that what is wrong from the start can be told before the answer begins. */
    static Export begin(SearchClient client, Wanted wanted, Duration keepAlive) throws InterruptedException {
        Export export = new Export(client, wanted, keepAlive);
        try {
            export.pointInTime = client.openPointInTime(keepAlive).orElse(null);
            export.turn();
            return export;
        } catch (InterruptedException | RuntimeException e) {
            export.close();
            throw e;
        }
    }

    long exported() {
        return exported;
    }

    /**
     * Writes the lines.
     *
     * @throws IOException when the reader is gone; also after a line that tells what else broke
     */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        try {
            while (!page.isEmpty()) {
                for (Hit<ObjectNode> hit : page) {
                    out.write(JSON.writeValueAsBytes(SearchResource.Hit.of(hit)));
                    out.write('\n');
                    exported++;
                }
                turn();
            }
        } catch (ProblemException e) {
            out.write((JSON.writeValueAsString(new Broken(e.problem(), exported)) + "\n").getBytes(UTF_8));
            out.flush();
            throw new IOException("export broke", e);
        }
    }

    /** Gets the page behind the present one; an empty one where that was the last. */
    private void turn() throws InterruptedException {
        SearchClient.PointInTime point = pointInTime;
        if (point == null || !more || exported >= wanted.limit()) {
            page = List.of();
            return;
        }
        int size = (int) Math.min(pageSize, wanted.limit() - exported);
        SearchClient.Sized answer = client.searchAtMost(size, smaller -> request(point, smaller));
        String renewed = answer.response().pitId();
        pointInTime = renewed == null ? point : new SearchClient.PointInTime(renewed);
        page = answer.response().hits().hits();
        more = page.size() == answer.size();
        pageSize = answer.size() < size ? answer.size() : pageSize;
    }

    private SearchRequest request(SearchClient.PointInTime point, int size) {
        SortOrder order = wanted.descending() ? SortOrder.Desc : SortOrder.Asc;
        String tieBreaker = point.id().isEmpty() ? "event.id" : "_shard_doc";
        SearchRequest.Builder request = client.requestAt(point, keepAlive, wanted.query())
                .size(size)
                .trackTotalHits(track -> track.enabled(false))
                .sort(sort -> sort.field(field -> field.field("@timestamp").order(order)))
                .sort(sort -> sort.field(field -> field.field(tieBreaker).order(order)));
        if (!wanted.fields().isEmpty()) {
            request.source(source -> source.filter(filter -> filter.includes(wanted.fields())));
        }
        if (!page.isEmpty()) {
            List<FieldValue> place = page.getLast().sort();
            request.searchAfter(place);
        }
        return request.build();
    }

    @Override
    public void close() {
        if (pointInTime != null) {
            client.closePointInTime(pointInTime);
        }
    }
}
