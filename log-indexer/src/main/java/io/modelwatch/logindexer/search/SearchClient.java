package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.http.ContentTooLongException;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.RequestOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks Elasticsearch, within bounds of time and size; whole answers only. To be called on virtual threads, which wait
 * for the answer. What fails is a problem: 503 where Elasticsearch is to blame.
 */
@ApplicationScoped
public class SearchClient {

    private static final Logger LOG = Logger.getLogger(SearchClient.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final ElasticsearchAsyncClient client;
    private final List<String> dataStreams;
    private final Duration timeout;
    private final long maxAnswerBytes;

    SearchClient(ElasticsearchAsyncClient client, DataStreamConfig dataStreamConfig, SearchConfig config) {
        this.timeout = config.timeout();
        this.maxAnswerBytes = config.maxAnswerBytes().asLongValue();
        this.dataStreams = DataStream.llm(dataStreamConfig.namespace()).family();
        RequestOptions.Builder options = RequestOptions.DEFAULT.toBuilder();
        options.setHttpAsyncResponseConsumerFactory(
                new HeapBufferedResponseConsumerFactory(Math.toIntExact(maxAnswerBytes)));
        this.client = client.withTransportOptions(new RestClientOptions(options.build(), false));
    }

    /** The answer would be larger than its bound. */
    private static final class AnswerTooLargeException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * An answer to a search for fewer documents than were wanted, where those would have been too large.
     *
     * @param size how many documents were asked for in the end
     */
    public record Sized(SearchResponse<ObjectNode> response, int size) {}

    /** The beginning of a search of all documents there are. */
    public SearchRequest.Builder request(Query query) {
        return bounded(query).index(dataStreams).ignoreUnavailable(true).allowNoIndices(true);
    }

    /** The beginning of a search of the documents that there were at a point in time, or of all there are now. */
    public SearchRequest.Builder requestAt(PointInTime pointInTime, Duration keepAlive, Query query) {
        return pointInTime.id().isEmpty()
                ? request(query)
                : bounded(query).pit(pit -> pit.id(pointInTime.id()).keepAlive(time(keepAlive)));
    }

    private SearchRequest.Builder bounded(Query query) {
        return new SearchRequest.Builder()
                .query(query)
                .allowPartialSearchResults(false)
                .timeout(timeout.toMillis() + "ms");
    }

    private static Time time(Duration duration) {
        return Time.of(time -> time.time(duration.toSeconds() + "s"));
    }

    /** The answer; 400 where it would be too large. */
    public SearchResponse<ObjectNode> search(SearchRequest request) throws InterruptedException {
        try {
            return whole(request);
        } catch (AnswerTooLargeException e) {
            throw tooLarge();
        }
    }

    /** The answer with so many documents; half as many, and so on, where it would be too large. */
    public Sized searchAtMost(int size, IntFunction<SearchRequest> requestOfSize) throws InterruptedException {
        int asked = size;
        while (true) {
            try {
                return new Sized(whole(requestOfSize.apply(asked)), asked);
            } catch (AnswerTooLargeException e) {
                if (asked <= 1) {
                    throw tooLarge();
                }
                asked /= 2;
            }
        }
    }

    private ProblemException tooLarge() {
        return Problem.of(
                        CommonProblem.INVALID_PARAMETER,
                        "the answer would have more than " + maxAnswerBytes
                                + " bytes; ask for fewer documents by size, or for some of their fields")
                .asException();
    }

    private SearchResponse<ObjectNode> whole(SearchRequest request)
            throws InterruptedException, AnswerTooLargeException {
        try {
            SearchResponse<ObjectNode> response = await(client.search(request, ObjectNode.class));
            if (response.timedOut()) {
                throw unavailable("the search took longer than " + timeout);
            }
            return response;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContentTooLongException) {
                throw new AnswerTooLargeException();
            }
            throw problem(e.getCause());
        }
    }

    /**
     * The documents that there were at one moment.
     *
     * @param id what Elasticsearch calls it; empty where the server cannot keep them, as OpenSearch with this client
     */
    public record PointInTime(String id) {}

    /** Keeps the documents there are now for later searches; empty where there is no data stream yet. */
    public Optional<PointInTime> openPointInTime(Duration keepAlive) throws InterruptedException {
        try {
            return Optional.of(new PointInTime(await(client.openPointInTime(pit -> pit.index(dataStreams)
                            .ignoreUnavailable(true)
                            .allowPartialSearchResults(false)
                            .keepAlive(time(keepAlive))))
                    .id()));
        } catch (ExecutionException e) {
            return switch (status(e.getCause())) {
                case NOT_FOUND -> Optional.empty();
                case BAD_REQUEST, METHOD_NOT_ALLOWED -> Optional.of(new PointInTime("")); // an unknown address
                default -> throw problem(e.getCause());
            };
        }
    }

    /** Lets go of a point in time, without waiting: it would end by itself. */
    public void closePointInTime(PointInTime pointInTime) {
        if (pointInTime.id().isEmpty()) {
            return;
        }
        client.closePointInTime(pit -> pit.id(pointInTime.id())).exceptionally(failure -> {
            LOG.debugf("point in time not closed reason=%s", failure.getMessage());
            return null;
        });
    }

    private <T> T await(CompletableFuture<T> running) throws InterruptedException, ExecutionException {
        try {
            return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw unavailable("Elasticsearch did not answer within " + timeout);
        }
    }

    /** The status of a refusal; 0 where it is none. */
    private static int status(@Nullable Throwable cause) {
        return switch (cause) {
            case ElasticsearchException refused -> refused.status();
            case TransportException unreadable -> unreadable.statusCode();
            case null, default -> 0;
        };
    }

    private static ProblemException problem(@Nullable Throwable cause) {
        int status = status(cause);
        if (status <= 0) {
            return unavailable("Elasticsearch does not answer");
        }
        LOG.warnf("search refused status=%d reason=%s", status, cause == null ? "" : cause.getMessage());
        if (status == BAD_REQUEST
                && cause instanceof ElasticsearchException refused
                && String.valueOf(refused.error()).contains("too_many")) {
            return Problem.of(CommonProblem.INVALID_PARAMETER, "q has more words than can be searched for at once")
                    .asException();
        }
        return unavailable("Elasticsearch refused the search with status " + status);
    }

    private static ProblemException unavailable(String detail) {
        return Problem.of(CommonProblem.UNAVAILABLE, detail).asException();
    }
}
