package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.SimpleQueryStringFlag;
import io.modelwatch.logindexer.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for; criteria that are null or have no values do not narrow the search.
 *
 * @param requestId the request
 * @param traceId the trace
 * @param from earliest time, included
 * @param to latest time, not included
 * @param text words and phrases that must all occur in a text
 * @param groups the values that are wanted, by the names of {@link Groups}: any of them will do
 */
public record SearchCriteria(
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text,
        Map<String, List<String>> groups) {

    static final int MAX_TEXT_CHARS = 500;
    private static final List<SimpleQueryStringFlag> FLAGS = List.of(
            SimpleQueryStringFlag.And,
            SimpleQueryStringFlag.Or,
            SimpleQueryStringFlag.Not,
            SimpleQueryStringFlag.Phrase,
            SimpleQueryStringFlag.Precedence,
            SimpleQueryStringFlag.Whitespace);
    private static final List<String> TEXTS =
            List.of("message", "error.message", "gen_ai.prompt", "gen_ai.completion", "gen_ai.system_instructions");

    public SearchCriteria {
        if (text != null && text.length() > MAX_TEXT_CHARS) {
            throw Parameter.invalid("q may have at most " + MAX_TEXT_CHARS + " characters, has " + text.length());
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw Parameter.invalid("from must be before to");
        }
        groups = Map.copyOf(groups);
    }

    /** The same criteria with both ends of the time: where there is no end it is now, where no begin so long before. */
    SearchCriteria within(Instant now, Duration lookBack) {
        Instant end = to == null ? now : to;
        Instant begin = from == null ? end.minus(lookBack) : from;
        return new SearchCriteria(requestId, traceId, begin, end, text, groups);
    }

    Instant begin() {
        return Objects.requireNonNull(from);
    }

    Instant end() {
        return Objects.requireNonNull(to);
    }

    /** The criteria as Elasticsearch takes them. */
    public Query toQuery() {
        BoolQuery.Builder all = new BoolQuery.Builder();
        if (requestId != null) {
            all.filter(Groups.is("http.request.id", requestId));
        }
        if (traceId != null) {
            all.filter(Groups.is("trace.id", traceId.toLowerCase(Locale.ROOT)));
        }
        groups.forEach((name, values) -> all.filter(Groups.anyOf(name, values)));
        if (from != null || to != null) {
            all.filter(inTime());
        }
        if (text != null && !text.isBlank()) {
            all.filter(hasText(text));
        }
        return all.build()._toQuery();
    }

    /** The criteria of documents that belong to a request, or to one of the traces it was part of. */
    static Query ofRequest(String requestId, List<String> traceIds) {
        return Groups.either(List.of(Groups.is("http.request.id", requestId), Groups.anyValue("trace.id", traceIds)));
    }

    private Query inTime() {
        return Query.of(query -> query.range(range -> range.date(date -> {
            date.field("@timestamp");
            if (from != null) {
                date.gte(from.toString());
            }
            if (to != null) {
                date.lt(to.toString());
            }
            return date;
        })));
    }

    /** Words and phrases only: no prefixes, wildcards or fuzziness, whose cost nobody can foresee. */
    private static Query hasText(String text) {
        return Query.of(query -> query.simpleQueryString(words -> words.query(SearchText.prepared(text))
                .fields(TEXTS)
                .defaultOperator(Operator.And)
                .lenient(true)
                .flags(FLAGS)));
    }
}
