package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.ContentTooLongException;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.RequestOptions;
import org.jboss.logging.Logger;

/** Asks Elasticsearch, within bounds of time and size. */
@ApplicationScoped
class LogSearch {

    private static final Logger LOG = Logger.getLogger(LogSearch.class);

    private final ElasticsearchAsyncClient client;
    private final String dataStream;
    private final Duration timeout;
    private final long maxAnswerBytes;

    LogSearch(ElasticsearchAsyncClient client, DataStreamConfig dataStreamConfig, SearchConfig config) {
        this.timeout = config.timeout();
        this.maxAnswerBytes = config.maxAnswerBytes().asLongValue();
        this.dataStream = DataStream.llm(dataStreamConfig.namespace()).name();
        RequestOptions.Builder options = RequestOptions.DEFAULT.toBuilder();
        options.setHttpAsyncResponseConsumerFactory(
                new HeapBufferedResponseConsumerFactory(Math.toIntExact(maxAnswerBytes)));
        this.client = client.withTransportOptions(new RestClientOptions(options.build(), false));
    }

    SearchResource.Found find(Query query, PageRequest page) throws InterruptedException {
        SortOrder order = page.newestFirst() ? SortOrder.Desc : SortOrder.Asc;
        SearchRequest.Builder request = request(query)
                .sort(sort -> sort.field(field -> field.field("@timestamp").order(order)))
                .sort(sort -> sort.field(field -> field.field("event.id").order(order)))
                .size(page.size());
        Cursor after = page.after();
        if (after != null) {
            request.searchAfter(FieldValue.of(after.millis()), FieldValue.of(after.id()));
        }
        if (!page.fields().isEmpty()) {
            request.source(source -> source.filter(filter -> filter.includes(page.fields())));
        }
        return found(answer(client.search(request.build(), ObjectNode.class)), page.size());
    }

    private SearchRequest.Builder request(Query query) {
        return new SearchRequest.Builder()
                .index(dataStream)
                .ignoreUnavailable(true)
                .allowNoIndices(true)
                .query(query)
                .trackTotalHits(track -> track.enabled(true))
                .timeout(timeout.toMillis() + "ms");
    }

    /** The traces that a request was part of; empty where there are none, or there is no such request. */
    List<String> tracesOf(String requestId) throws InterruptedException {
        SearchResponse<ObjectNode> response = answer(client.search(
                request(SearchCriteria.ofRequest(requestId, List.of()))
                        .size(0)
                        .aggregations("traces", traces -> traces.terms(terms -> terms.field("trace.id")))
                        .build(),
                ObjectNode.class));
        return AggregationAnswer.top(response.aggregations().get("traces")).stream()
                .map(AggregateResource.Value::value)
                .toList();
    }

    AggregateResource.Aggregated aggregate(SearchCriteria criteria, Aggregation aggregation)
            throws InterruptedException {
        SearchRequest.Builder request = request(criteria.toQuery()).size(0);
        AggregationAnswer.ask(request, criteria, aggregation);
        return AggregationAnswer.of(answer(client.search(request.build(), ObjectNode.class)), criteria, aggregation);
    }

    private SearchResponse<ObjectNode> answer(CompletableFuture<SearchResponse<ObjectNode>> running)
            throws InterruptedException {
        try {
            SearchResponse<ObjectNode> response = running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.timedOut()) {
                throw unavailable("the search took longer than " + timeout);
            }
            return response;
        } catch (TimeoutException e) {
            running.cancel(true);
            throw unavailable("Elasticsearch did not answer within " + timeout);
        } catch (ExecutionException e) {
            throw problem(e.getCause() == null ? e : e.getCause());
        }
    }

    private ProblemException problem(Throwable cause) {
        if (cause instanceof ContentTooLongException) {
            return Problem.of(
                            CommonProblem.INVALID_PARAMETER,
                            "the answer would have more than " + maxAnswerBytes + " bytes; ask for fewer by size")
                    .asException();
        }
        if (cause instanceof ElasticsearchException refused) {
            LOG.warnf("search refused status=%d reason=%s", refused.status(), refused.getMessage());
            return unavailable("Elasticsearch refused the search with status " + refused.status());
        }
        return unavailable("Elasticsearch does not answer");
    }

    private static ProblemException unavailable(String detail) {
        return Problem.of(CommonProblem.UNAVAILABLE, detail).asException();
    }

    private static SearchResource.Found found(SearchResponse<ObjectNode> response, int size) {
        List<Hit<ObjectNode>> hits = response.hits().hits();
        return new SearchResource.Found(
                total(response),
                hits.stream().map(LogSearch::hit).toList(),
                hits.isEmpty() || hits.size() < size ? null : cursor(hits.getLast()));
    }

    static long total(SearchResponse<ObjectNode> response) {
        TotalHits total = response.hits().total();
        return total == null ? 0 : total.value();
    }

    private static String cursor(Hit<ObjectNode> last) {
        List<FieldValue> place = last.sort();
        FieldValue id = place.get(1);
        return new Cursor(place.get(0).longValue(), id.isString() ? id.stringValue() : "").encoded();
    }

    private static SearchResource.Hit hit(Hit<ObjectNode> hit) {
        ObjectNode document = hit.source();
        String id = hit.id();
        return new SearchResource.Hit(
                id == null ? "" : id, hit.index(), document == null ? JsonNodeFactory.instance.objectNode() : document);
    }
}
