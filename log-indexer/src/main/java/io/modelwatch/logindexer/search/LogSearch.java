package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.SortOrder;
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

    SearchResource.Found find(SearchCriteria criteria, int size) throws InterruptedException {
        SearchRequest request = SearchRequest.of(search -> search.index(dataStream)
                .ignoreUnavailable(true)
                .allowNoIndices(true)
                .query(criteria.toQuery())
                .sort(sort -> sort.field(field -> field.field("@timestamp").order(SortOrder.Desc)))
                .trackTotalHits(track -> track.enabled(true))
                .timeout(timeout.toMillis() + "ms")
                .size(size));
        return found(answer(client.search(request, ObjectNode.class)));
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

    private static SearchResource.Found found(SearchResponse<ObjectNode> response) {
        TotalHits total = response.hits().total();
        return new SearchResource.Found(
                total == null ? 0 : total.value(),
                response.hits().hits().stream().map(LogSearch::hit).toList());
    }

    private static SearchResource.Hit hit(Hit<ObjectNode> hit) {
        ObjectNode document = hit.source();
        String id = hit.id();
        return new SearchResource.Hit(
                id == null ? "" : id, hit.index(), document == null ? JsonNodeFactory.instance.objectNode() : document);
    }
}
