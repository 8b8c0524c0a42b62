package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.demo.Figures.Detector;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Exposition;
import io.modelwatch.devstack.demo.Figures.Feature;
import io.modelwatch.devstack.demo.Figures.Latency;
import io.modelwatch.devstack.demo.Figures.Quality;
import io.modelwatch.devstack.demo.Figures.Rule;
import io.modelwatch.devstack.demo.Figures.Spool;
import io.modelwatch.devstack.demo.Figures.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads figures from the services and from Elasticsearch, each from the endpoint an operator would use. */
final class Readback {

    /** The data stream that log-indexer writes to by default. */
    static final String DATA_STREAM = "logs-llm-default";

    private static final int IDS_PER_COUNT = 5_000;
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ].*");
    private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum|created)$");

    private final Http http;
    private final Endpoints endpoints;

    Readback(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** Usage of a window, the busiest model first. */
    List<Usage> usage(String window) throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.metricsCollector(), "/api/v1/usage?by=model&window=" + window);
        List<Usage> usage = new ArrayList<>();
        for (JsonNode series : answer.path("series")) {
            long requests = series.path("requests").asLong();
            boolean priced = series.path("unpriced_requests").asLong() < requests;
            usage.add(new Usage(
                    series.path("labels").path("model").asText(),
                    requests,
                    series.path("errors").asLong(),
                    series.path("input_tokens").asLong(),
                    series.path("output_tokens").asLong(),
                    series.path("cached_tokens").asLong(),
                    priced ? Json.number(series.path("cost_usd")) : null));
        }
        usage.sort(Comparator.comparingLong(Usage::requests).reversed().thenComparing(Usage::model));
        return usage;
    }

    List<Latency> latency(String window) throws IOException, InterruptedException {
        JsonNode answer =
                get(endpoints.metricsCollector(), "/api/v1/metrics/request_latency_ms?by=model&window=" + window);
        List<Latency> latency = new ArrayList<>();
        for (JsonNode series : answer.path("series")) {
            latency.add(new Latency(
                    series.path("labels").path("model").asText(),
                    series.path("count").asLong(),
                    Json.number(series.path("p50")),
                    Json.number(series.path("p95")),
                    Json.number(series.path("p99"))));
        }
        latency.sort(Comparator.comparing(Latency::model));
        return latency;
    }

    /** P95 over all models, empty where no request had a latency. */
    OptionalDouble currentP95(String window) throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.metricsCollector(), "/api/v1/metrics/request_latency_ms?window=" + window);
        JsonNode p95 = answer.path("series").path(0).path("p95");
        return p95.isNumber() ? OptionalDouble.of(p95.doubleValue()) : OptionalDouble.empty();
    }

    /** The families with at least one sample, and those of {@code expected} that are not among them. */
    Exposition exposition(String service, URI uri, List<String> expected) throws IOException, InterruptedException {
        Http.Answer answer = http.get(Endpoints.at(uri, "/metrics"));
        if (!answer.ok()) {
            throw new IOException(answer.summary());
        }
        TreeSet<String> samples = new TreeSet<>();
        TreeSet<String> families = new TreeSet<>();
        for (String line : answer.body().split("\n", -1)) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                samples.add(sample.group(1));
                families.add(SUFFIX.matcher(sample.group(1)).replaceFirst(""));
            }
        }
        List<String> missing = expected.stream()
                .filter(name -> !samples.contains(name) && !families.contains(name))
                .toList();
        return new Exposition(service, families.size(), missing);
    }

    Quality quality(String window) throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.qualityEvaluator(), "/api/v1/reports?window=" + window);
        List<Detector> detectors = new ArrayList<>();
        answer.path("detectors")
                .forEachEntry((name, detector) -> detectors.add(new Detector(
                        name,
                        detector.path("assessed").asLong(),
                        detector.path("flagged").asLong(),
                        Json.number(detector.path("mean_score")))));
        return new Quality(
                window, answer.path("evaluations").asLong(), Json.number(answer.path("quality_score")), detectors);
    }

    /** Asks quality-evaluator to keep the responses of an interval as a baseline. */
    Http.Answer captureBaseline(String name, Instant from, Instant to) throws IOException, InterruptedException {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("name", name);
        body.putNull("model");
        body.put("from", from.toString());
        body.put("to", to.toString());
        return http.post(
                Endpoints.at(endpoints.qualityEvaluator(), "/api/v1/baselines"), "application/json", Json.bytes(body));
    }

    Drift drift(String baseline, String window) throws IOException, InterruptedException {
        JsonNode answer =
                get(endpoints.qualityEvaluator(), "/api/v1/drift?baseline=" + encode(baseline) + "&window=" + window);
        List<Feature> features = new ArrayList<>();
        for (JsonNode feature : answer.path("features")) {
            features.add(new Feature(
                    feature.path("name").asText(),
                    Json.number(feature.path("psi")),
                    feature.path("verdict").asText(),
                    feature.path("baseline_count").asLong(),
                    feature.path("current_count").asLong()));
        }
        return new Drift(baseline, window, answer.path("verdict").asText(Drift.NOT_ASSESSED), features);
    }

    /** Alertmanager's view of the groups. */
    JsonNode alertGroups() throws IOException, InterruptedException {
        return get(endpoints.alertRouter(), "/api/v2/alerts/groups");
    }

    List<Rule> rules() throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.alertRouter(), "/api/v1/rules");
        JsonNode groups = answer.has("data") ? answer.path("data").path("groups") : answer.path("groups");
        List<Rule> rules = new ArrayList<>();
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                rules.add(new Rule(
                        rule.path("name").asText(rule.path("alert").asText()),
                        rule.path("state").asText()));
            }
        }
        return rules;
    }

    /** How many notifications alert-router says it has sent since then, by status. */
    Map<String, Integer> deliveries(Instant since) throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.alertRouter(), "/api/v1/deliveries?limit=100");
        Map<String, Integer> deliveries = new java.util.TreeMap<>();
        for (JsonNode delivery : answer.path("deliveries")) {
            if (!Instant.parse(delivery.path("time").asText()).isBefore(since)) {
                deliveries.merge(delivery.path("status").asText(), 1, Integer::sum);
            }
        }
        return deliveries;
    }

    /** Documents in Elasticsearch with one of these identifiers, asked of Elasticsearch itself. */
    long countInElasticsearch(List<String> ids) throws IOException, InterruptedException {
        long count = 0;
        for (int from = 0; from < ids.size(); from += IDS_PER_COUNT) {
            ObjectNode query = Json.MAPPER.createObjectNode();
            var terms = query.withObject("/query/terms").putArray("http.request.id");
            ids.subList(from, Math.min(ids.size(), from + IDS_PER_COUNT)).forEach(terms::add);
            Http.Answer answer = http.post(
                    Endpoints.at(endpoints.elasticsearch(), "/" + DATA_STREAM + "/_count"),
                    "application/json",
                    Json.bytes(query));
            if (answer.status() == 404) {
                return 0;
            }
            count += checked(answer).path("count").asLong();
        }
        return count;
    }

    /** Documents of a time, through log-indexer's search. */
    long countInSearch(Instant from, Instant to) throws IOException, InterruptedException {
        return total("from=" + encode(from.toString()) + "&to=" + encode(to.toString()) + "&size=1");
    }

    /** Documents of one request, through log-indexer's search. */
    long countInSearch(String requestId) throws IOException, InterruptedException {
        return total("request_id=" + encode(requestId) + "&size=1");
    }

    private long total(String query) throws IOException, InterruptedException {
        JsonNode total = get(endpoints.logIndexer(), "/api/v1/logs?" + query).path("total");
        if (!total.isNumber()) {
            throw new IOException("the search has no total");
        }
        return total.asLong();
    }

    Spool spool() throws IOException, InterruptedException {
        JsonNode answer = get(endpoints.logIndexer(), "/api/v1/spool");
        return new Spool(
                answer.path("accepted").asLong(),
                answer.path("indexed").asLong(),
                answer.path("duplicate").asLong(),
                answer.path("dead").asLong(),
                answer.path("spooled").asLong());
    }

    /** Reports samples of other sources than the gateway: hosts, tests, users. */
    Http.Answer postSamples(JsonNode samples) throws IOException, InterruptedException {
        return http.post(
                Endpoints.at(endpoints.metricsCollector(), "/api/v1/samples"), "application/json", Json.bytes(samples));
    }

    private JsonNode get(URI service, String path) throws IOException, InterruptedException {
        return checked(http.get(Endpoints.at(service, path)));
    }

    private static JsonNode checked(Http.Answer answer) throws IOException {
        JsonNode json = answer.json();
        if (!answer.ok()) {
            throw new IOException(answer.summary());
        }
        if (json.isMissingNode()) {
            throw new IOException("HTTP " + answer.status() + " without JSON");
        }
        return json;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
