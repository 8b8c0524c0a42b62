package io.modelwatch.logindexer.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.SimpleQueryStringFlag;
import io.modelwatch.logindexer.document.Level;
import io.modelwatch.logindexer.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for; criteria that are null do not narrow the search.
 *
 * @param requestId the request
 * @param traceId the trace
 * @param from earliest time, included
 * @param to latest time, not included
 * @param text words and phrases that must all occur in a text
 * @param model the model asked for
 * @param level the severity
 * @param service the service it happened in
 * @param userId the user it was done for
 * @param status the status as the record gave it, or success, failure or unknown
 */
record SearchCriteria(
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text,
        @Nullable String model,
        @Nullable String level,
        @Nullable String service,
        @Nullable String userId,
        @Nullable String status) {

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

    SearchCriteria {
        if (text != null && text.length() > MAX_TEXT_CHARS) {
            throw Parameter.invalid("q may have at most " + MAX_TEXT_CHARS + " characters, has " + text.length());
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw Parameter.invalid("from must be before to");
        }
    }

    /** The same criteria with both ends of the time: where there is no end it is now, where no begin so long before. */
    SearchCriteria within(Instant now, Duration lookBack) {
        Instant end = to == null ? now : to;
        Instant begin = from == null ? end.minus(lookBack) : from;
        return new SearchCriteria(requestId, traceId, begin, end, text, model, level, service, userId, status);
    }

    Instant begin() {
        return Objects.requireNonNull(from);
    }

    Instant end() {
        return Objects.requireNonNull(to);
    }

    Query toQuery() {
        BoolQuery.Builder all = new BoolQuery.Builder();
        if (requestId != null) {
            all.filter(is("http.request.id", requestId));
        }
        if (traceId != null) {
            all.filter(is("trace.id", traceId.toLowerCase(Locale.ROOT)));
        }
        if (model != null) {
            all.filter(is("gen_ai.request.model", model));
        }
        if (service != null) {
            all.filter(is("service.name", service));
        }
        if (userId != null) {
            all.filter(is("user.id", userId));
        }
        if (status != null) {
            all.filter(either(is("llm.status", status), is("event.outcome", status)));
        }
        if (level != null) {
            List<FieldValue> names =
                    Level.namesOf(level).stream().map(FieldValue::of).toList();
            all.filter(filter -> filter.terms(terms -> terms.field("log.level").terms(list -> list.value(names))));
        }
        if (from != null || to != null) {
            all.filter(inTime());
        }
        if (text != null && !text.isBlank()) {
            all.filter(hasText(text));
        }
        return all.build()._toQuery();
    }

    static Query either(Query... queries) {
        return Query.of(query -> query.bool(any -> any.should(List.of(queries)).minimumShouldMatch("1")));
    }

    /** The criteria of documents that belong to a request, or to one of the traces it was part of. */
    static Query ofRequest(String requestId, List<String> traceIds) {
        List<FieldValue> traces = traceIds.stream().map(FieldValue::of).toList();
        return either(
                is("http.request.id", requestId),
                Query.of(query -> query.terms(terms -> terms.field("trace.id").terms(list -> list.value(traces)))));
    }

    private static Query is(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
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
