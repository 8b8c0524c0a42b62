package io.modelwatch.logindexer.stream;

import static co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders.bool;
import static co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders.range;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.logindexer.search.LogSearch;
import io.modelwatch.logindexer.search.SearchClient;
import java.time.Instant;
import java.util.List;

/** Looks for documents that have come since the last look. Not thread-safe. */
final class Tail {

    private static final String RECEIVED = "event.ingested";
    private static final String ID = "event.id";

    private final SearchClient client;
    private final Query criteria;
    private final List<String> fields;
    private final TailWindow window;

    Tail(SearchClient client, Query criteria, List<String> fields, TailWindow window) {
        this.client = client;
        this.criteria = criteria;
        this.fields = fields;
        this.window = window;
    }

    /**
     * What has come.
     *
     * @param documents the last of them, in the order of receipt
     * @param dropped how many came before them that will not be shown
     */
    record News(List<Hit<ObjectNode>> documents, long dropped) {}

    /** The last documents that are there already; what comes before them does not count as dropped. */
    News begin(int most) throws InterruptedException {
        return most == 0
                ? new News(List.of(), 0)
                : new News(look(criteria, most, false).documents(), 0);
    }

    /** What has come since the last look. */
    News look(int most) throws InterruptedException {
        List<FieldValue> shown = window.shown().stream().map(FieldValue::of).toList();
        Query fresh = bool(all -> all.filter(criteria)
                .filter(since(window.since()))
                .mustNot(not -> not.terms(ids -> ids.field(ID).terms(list -> list.value(shown)))));
        return look(fresh, most, true);
    }

    private News look(Query query, int most, boolean counted) throws InterruptedException {
        SearchResponse<ObjectNode> response =
                client.searchAtMost(most, size -> latest(query, size)).response();
        List<Hit<ObjectNode>> hits = response.hits().hits().stream()
                .filter(hit -> hit.sort().get(0).isLong() && hit.sort().get(1).isString())
                .toList();
        long dropped = window.show(
                counted ? LogSearch.total(response) : hits.size(),
                hits.stream().map(Tail::place).toList());
        return new News(hits.reversed(), dropped);
    }

    private SearchRequest latest(Query query, int size) {
        SearchRequest.Builder request = client.request(query)
                .size(size)
                .trackTotalHits(track -> track.enabled(true))
                .sort(sort -> sort.field(field -> field.field(RECEIVED).order(SortOrder.Desc)))
                .sort(sort -> sort.field(field -> field.field(ID).order(SortOrder.Desc)));
        if (!fields.isEmpty()) {
            request.source(source -> source.filter(filter -> filter.includes(fields)));
        }
        return request.build();
    }

    /** Where a document stands in the order of receipt. */
    static TailWindow.Place place(Hit<ObjectNode> hit) {
        return new TailWindow.Place(
                Instant.ofEpochMilli(hit.sort().get(0).longValue()),
                hit.sort().get(1).stringValue());
    }

    private static Query since(TailWindow.Place place) {
        String time = place.time().toString();
        String next = place.time().plusMillis(1).toString();
        if (place.id().isEmpty()) {
            return range(range -> range.date(date -> date.field(RECEIVED).gte(time)));
        }
        Query later = range(range -> range.date(date -> date.field(RECEIVED).gte(next)));
        Query same = bool(both -> both.filter(range(range ->
                        range.date(date -> date.field(RECEIVED).gte(time).lt(next))))
                .filter(range(range -> range.term(id -> id.field(ID).gte(place.id())))));
        return bool(either -> either.should(later, same).minimumShouldMatch("1"));
    }
}
