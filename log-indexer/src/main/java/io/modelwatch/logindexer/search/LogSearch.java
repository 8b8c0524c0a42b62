package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds documents and counts them. */
@ApplicationScoped
public class LogSearch {

    private static final Sorting OLDEST_FIRST = new Sorting(Sorting.TIME, false);
    private static final List<String> TEXTS_OF_REQUESTS = List.of(
            "gen_ai.prompt", "gen_ai.completion", "gen_ai.system_instructions", "gen_ai.context", "gen_ai.reference");

    private final SearchClient client;

    LogSearch(SearchClient client) {
        this.client = client;
    }

    SearchResource.Found find(Query query, PageRequest page) throws InterruptedException {
        SearchRequest.Builder request = sorted(query, page);
        if (!page.fields().isEmpty()) {
            request.source(source -> source.filter(filter -> filter.includes(page.fields())));
        }
        SearchResponse<ObjectNode> response = client.search(request.build());
        List<Hit<ObjectNode>> hits = response.hits().hits();
        Cursor next = cursor(hits, page);
        return new SearchResource.Found(
                total(response),
                hits.stream().map(SearchResource.Hit::of).toList(),
                next == null ? null : next.encoded());
    }

    private SearchRequest.Builder sorted(Query query, PageRequest page) {
        Sorting sorting = page.sorting();
        SortOrder order = sorting.descending() ? SortOrder.Desc : SortOrder.Asc;
        SearchRequest.Builder request = client.request(sorting.byTime() ? query : having(sorting.field(), query))
                .trackTotalHits(track -> track.enabled(true))
                .sort(sort -> sort.field(field -> field.field(sorting.field()).order(order)))
                .sort(sort -> sort.field(field -> field.field("event.id").order(order)))
                .size(page.size());
        Cursor after = page.after();
        return after == null ? request : request.searchAfter(after.values());
    }

    /** The oldest documents, without the texts of requests; {@code next} says whether there are more. */
    public SearchResource.Found oldest(Query query, int most) throws InterruptedException {
        List<SearchResource.Hit> hits = new ArrayList<>();
        long total;
        Cursor after = null;
        do {
            Cursor place = after;
            SearchClient.Sized answer = client.searchAtMost(
                    Math.min(PageRequest.MAX_SIZE, most - hits.size()),
                    size -> sorted(query, new PageRequest(size, OLDEST_FIRST, place, List.of()))
                            .source(source -> source.filter(filter -> filter.excludes(TEXTS_OF_REQUESTS)))
                            .build());
            List<Hit<ObjectNode>> page = answer.response().hits().hits();
            total = total(answer.response());
            page.forEach(hit -> hits.add(SearchResource.Hit.of(hit)));
            after = cursor(page, new PageRequest(answer.size(), OLDEST_FIRST, null, List.of()));
        } while (after != null && hits.size() < most);
        return new SearchResource.Found(total, hits, after == null || hits.size() >= total ? null : after.encoded());
    }

    private static Query having(String field, Query query) {
        return Query.of(both ->
                both.bool(all -> all.filter(query).filter(filter -> filter.exists(exists -> exists.field(field)))));
    }

    /** The traces that a request was part of; empty where there are none, or there is no such request. */
    List<String> tracesOf(String requestId) throws InterruptedException {
        SearchResponse<ObjectNode> response =
                client.search(client.request(SearchCriteria.ofRequest(requestId, List.of()))
                        .size(0)
                        .aggregations("traces", traces -> traces.terms(terms -> terms.field("trace.id")))
                        .build());
        return AggregationAnswer.top(response.aggregations().get("traces")).stream()
                .map(AggregateResource.Value::value)
                .toList();
    }

    AggregateResource.Aggregated aggregate(SearchCriteria criteria, Aggregation aggregation)
            throws InterruptedException {
        SearchRequest.Builder request =
                client.request(criteria.toQuery()).size(0).trackTotalHits(track -> track.enabled(true));
        AggregationAnswer.ask(request, criteria, aggregation);
        return AggregationAnswer.of(client.search(request.build()), criteria, aggregation);
    }

    /** How many documents fit. */
    public static long total(SearchResponse<ObjectNode> response) {
        TotalHits total = response.hits().total();
        return total == null ? 0 : total.value();
    }

    /** The place behind a page; null where the page is the last one. */
    private static @Nullable Cursor cursor(List<Hit<ObjectNode>> hits, PageRequest page) {
        if (hits.isEmpty() || hits.size() < page.size()) {
            return null;
        }
        FieldValue value = hits.getLast().sort().get(0);
        FieldValue id = hits.getLast().sort().get(1);
        if (!value.isLong() && !value.isDouble()) {
            return null;
        }
        double number = value.isLong() ? value.longValue() : value.doubleValue();
        return new Cursor(page.sorting().by(), number, id.isString() ? id.stringValue() : "");
    }
}
