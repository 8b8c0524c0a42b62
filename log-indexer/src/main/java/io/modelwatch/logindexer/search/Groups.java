package io.modelwatch.logindexer.search;

import static co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders.term;
import static co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders.terms;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.modelwatch.logindexer.document.Level;
import io.modelwatch.logindexer.parameter.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Fields that put documents into groups, by the names that parameters call them: to narrow a search, and to count. */
final class Groups {

    static final Map<String, String> FIELDS = new TreeMap<>(Map.ofEntries(
            Map.entry("model", "gen_ai.request.model"),
            Map.entry("provider", "gen_ai.provider.name"),
            Map.entry("operation", "gen_ai.operation.name"),
            Map.entry("service", "service.name"),
            Map.entry("environment", "service.environment"),
            Map.entry("user_id", "user.id"),
            Map.entry("session_id", "session.id"),
            Map.entry("status", "llm.status"),
            Map.entry("outcome", "event.outcome"),
            Map.entry("level", "log.level"),
            Map.entry("event", "event.action"),
            Map.entry("error_type", "error.type"),
            Map.entry("dataset", "event.dataset")));

    private static final int MAX_VALUES = 50;
    private static final int MAX_VALUE_CHARS = 1024;
    private static final Pattern HTTP_STATUS = Pattern.compile("[1-5][0-9]{2}");

    private Groups() {}

    /** The values of a parameter that are not blank, each once; as many and as long as can be searched for. */
    static List<String> values(String name, List<String> given) {
        Set<String> values = new LinkedHashSet<>();
        for (String value : given) {
            if (value.length() > MAX_VALUE_CHARS) {
                throw Parameter.invalid(name + " may have at most " + MAX_VALUE_CHARS + " characters");
            }
            if (!value.isBlank()) {
                values.add(value);
            }
        }
        if (values.size() > MAX_VALUES) {
            throw Parameter.invalid(name + " may have at most " + MAX_VALUES + " values");
        }
        return List.copyOf(values);
    }

    /** Documents that have any of the values. */
    static Query anyOf(String name, List<String> values) {
        return switch (name) {
            case "level" ->
                anyValue(
                        "log.level",
                        values.stream()
                                .flatMap(value -> Level.namesOf(value).stream())
                                .toList());
            case "status" -> hasStatus(values);
            default -> anyValue(Objects.requireNonNull(FIELDS.get(name)), values);
        };
    }

    /** As the record gave it, or success, failure or unknown, or the status of HTTP. */
    private static Query hasStatus(List<String> values) {
        List<Query> either = new ArrayList<>();
        either.add(anyValue("llm.status", values));
        either.add(anyValue("event.outcome", values));
        List<FieldValue> numbers = values.stream()
                .filter(value -> HTTP_STATUS.matcher(value).matches())
                .map(value -> FieldValue.of(Long.parseLong(value)))
                .toList();
        if (!numbers.isEmpty()) {
            either.add(terms(any -> any.field("http.response.status_code").terms(list -> list.value(numbers))));
        }
        return either(either);
    }

    static Query anyValue(String field, List<String> values) {
        List<FieldValue> list = values.stream().map(FieldValue::of).toList();
        return terms(any -> any.field(field).terms(all -> all.value(list)));
    }

    static Query is(String field, String value) {
        return term(one -> one.field(field).value(value));
    }

    static Query either(List<Query> queries) {
        return Query.of(query -> query.bool(any -> any.should(queries).minimumShouldMatch("1")));
    }
}
