package io.modelwatch.logindexer.search;

import static co.elastic.clients.elasticsearch._types.aggregations.AggregationBuilders.percentiles;
import static co.elastic.clients.elasticsearch._types.aggregations.AggregationBuilders.stats;
import static co.elastic.clients.elasticsearch._types.aggregations.AggregationBuilders.terms;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.FieldDateMath;
import co.elastic.clients.elasticsearch._types.aggregations.StatsAggregate;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks Elasticsearch to count, and reads what it counted. */
final class AggregationAnswer {

    private static final String OVER_TIME = "over_time";
    private static final String TOP = "top_";
    private static final String STATISTICS = "statistics_";
    private static final String PERCENTILES = "percentiles_";

    private AggregationAnswer() {}

    static void ask(SearchRequest.Builder request, SearchCriteria criteria, Aggregation aggregation) {
        Map<String, co.elastic.clients.elasticsearch._types.aggregations.Aggregation> figures = figures(aggregation);
        Instant end = criteria.end().minusMillis(1);
        Instant last = end.isBefore(criteria.begin()) ? criteria.begin() : end;
        request.aggregations(
                OVER_TIME,
                steps -> steps.dateHistogram(histogram -> histogram
                                .field("@timestamp")
                                .fixedInterval(
                                        time -> time.time(aggregation.interval().spelled()))
                                .minDocCount(0)
                                .extendedBounds(bounds ->
                                        bounds.min(at(criteria.begin())).max(at(last))))
                        .aggregations(aggregation.perStep() ? figures : Map.of()));
        request.aggregations(figures);
    }

    private static Map<String, co.elastic.clients.elasticsearch._types.aggregations.Aggregation> figures(
            Aggregation aggregation) {
        Map<String, co.elastic.clients.elasticsearch._types.aggregations.Aggregation> figures = new LinkedHashMap<>();
        for (String name : aggregation.top()) {
            String field = Objects.requireNonNull(Groups.FIELDS.get(name));
            figures.put(TOP + name, terms(terms -> terms.field(field).size(aggregation.topSize())));
        }
        for (String name : aggregation.measures()) {
            String field = Objects.requireNonNull(Aggregation.MEASURES.get(name));
            figures.put(STATISTICS + name, stats(stats -> stats.field(field)));
            figures.put(
                    PERCENTILES + name,
                    percentiles(percentiles -> percentiles.field(field).percents(50.0, 90.0, 95.0, 99.0)));
        }
        return figures;
    }

    private static FieldDateMath at(Instant time) {
        return FieldDateMath.of(date -> date.expr(time.toString()));
    }

    static AggregateResource.Aggregated of(
            SearchResponse<ObjectNode> response, SearchCriteria criteria, Aggregation aggregation) {
        Map<String, Aggregate> counted = response.aggregations(); // without any index there is nothing in it
        return new AggregateResource.Aggregated(
                LogSearch.total(response),
                criteria.begin(),
                criteria.end(),
                aggregation.interval().step().toSeconds(),
                steps(counted.get(OVER_TIME), aggregation),
                tops(counted, aggregation),
                statistics(counted, aggregation));
    }

    private static Map<String, List<AggregateResource.Value>> tops(
            Map<String, Aggregate> counted, Aggregation aggregation) {
        Map<String, List<AggregateResource.Value>> tops = new LinkedHashMap<>();
        aggregation.top().forEach(name -> tops.put(name, top(counted.get(TOP + name))));
        return tops;
    }

    private static Map<String, AggregateResource.Statistics> statistics(
            Map<String, Aggregate> counted, Aggregation aggregation) {
        Map<String, AggregateResource.Statistics> statistics = new LinkedHashMap<>();
        aggregation
                .measures()
                .forEach(name -> statistics.put(
                        name, statistics(counted.get(STATISTICS + name), counted.get(PERCENTILES + name))));
        return statistics;
    }

    private static List<AggregateResource.Step> steps(@Nullable Aggregate counted, Aggregation aggregation) {
        if (counted == null) {
            return List.of();
        }
        return counted.dateHistogram().buckets().array().stream()
                .map(bucket -> new AggregateResource.Step(
                        Instant.ofEpochMilli(bucket.key()),
                        bucket.docCount(),
                        aggregation.perStep() ? tops(bucket.aggregations(), aggregation) : null,
                        aggregation.perStep() ? statistics(bucket.aggregations(), aggregation) : null))
                .toList();
    }

    static List<AggregateResource.Value> top(@Nullable Aggregate counted) {
        if (counted == null || !counted.isSterms()) { // where no document has the field it is of no type
            return List.of();
        }
        return counted.sterms().buckets().array().stream()
                .map(bucket -> new AggregateResource.Value(bucket.key().stringValue(), bucket.docCount()))
                .toList();
    }

    private static AggregateResource.Statistics statistics(
            @Nullable Aggregate measured, @Nullable Aggregate percentiles) {
        StatsAggregate stats = measured == null ? null : measured.stats();
        if (stats == null || stats.count() == 0 || percentiles == null) {
            return new AggregateResource.Statistics(0, null, null, null, null, null, null, null, null);
        }
        Map<String, String> values = percentiles.tdigestPercentiles().values().keyed();
        return new AggregateResource.Statistics(
                stats.count(),
                stats.sum(),
                stats.avg(),
                stats.min(),
                stats.max(),
                number(values.get("50.0")),
                number(values.get("90.0")),
                number(values.get("95.0")),
                number(values.get("99.0")));
    }

    private static @Nullable Double number(@Nullable String text) {
        return text == null ? null : Double.valueOf(text);
    }
}
