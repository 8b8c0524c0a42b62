package io.modelwatch.alertrouter.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.template.RuleTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prometheus' rules ask a Prometheus, or whatever speaks its query API. */
final class PrometheusSource implements RuleSource<PrometheusRule> {

    private static final int MAX_ANSWER = 64 << 20;
    private static final int MAX_REASON = 300;
    private static final double MILLIS = 1e3;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client;
    private final URI query;
    private final String link;
    private final Map<String, String> headers;
    private final Duration timeout;

    PrometheusSource(URI url, URI link, Map<String, String> headers, Duration timeout) {
        this.query = URI.create(withoutSlash(url) + "/api/v1/query");
        this.link = withoutSlash(link);
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    private static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public Map<LabelSet, Double> holding(PrometheusRule rule, Instant at) throws InterruptedException {
        Map<LabelSet, Double> holding = new LinkedHashMap<>();
        for (RuleTemplate.Sample sample : query(rule.query(), at)) {
            holding.put(LabelSet.of(sample.labels()), sample.value());
        }
        return holding;
    }

    @Override
    public String link(PrometheusRule rule) {
        return link + "/graph?g0.expr=" + encoded(rule.query()) + "&g0.tab=1";
    }

    /** What templates ask, at the given time. */
    RuleTemplate.Querier at(Instant time) {
        return expression -> {
            try {
                return query(expression, time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalArgumentException("interrupted", e);
            } catch (RuleException e) {
                throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
            }
        };
    }

    private List<RuleTemplate.Sample> query(String expression, Instant at) throws InterruptedException {
        String form = "query=" + encoded(expression) + "&time=" + encoded(String.valueOf(at.toEpochMilli() / MILLIS))
                + "&timeout=" + timeout.toMillis() + "ms";
        HttpRequest.Builder request = HttpRequest.newBuilder(query)
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return read(response.statusCode(), body(response));
        } catch (IOException e) {
            throw new RuleException("Prometheus does not answer: " + e, e);
        }
    }

    private static byte[] body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_ANSWER + 1);
            if (body.length > MAX_ANSWER) {
                throw new RuleException("the answer is longer than " + MAX_ANSWER + " bytes");
            }
            return body;
        }
    }

    private static List<RuleTemplate.Sample> read(int status, byte[] body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (IOException e) {
            throw new RuleException("Prometheus answered " + status + ", not in JSON", e);
        }
        if (!"success".equals(json.path("status").asText())) {
            String reason = json.path("error").asText("no reason given");
            throw new RuleException("Prometheus answered " + status + ": "
                    + reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        }
        JsonNode result = json.path("data").path("result");
        return switch (json.path("data").path("resultType").asText()) {
            case "scalar" -> List.of(new RuleTemplate.Sample(Map.of(), value(result)));
            case "vector" -> {
                List<RuleTemplate.Sample> samples = new ArrayList<>();
                result.forEach(each -> samples.add(sample(each)));
                yield samples;
            }
            default -> throw new RuleException("rule result is not a vector or scalar");
        };
    }

    /** A histogram counts as 0, as in Prometheus. */
    private static RuleTemplate.Sample sample(JsonNode json) {
        Map<String, String> labels = new LinkedHashMap<>();
        json.path("metric").forEachEntry((name, value) -> labels.put(name, value.asText()));
        return new RuleTemplate.Sample(labels, json.has("value") ? value(json.path("value")) : 0);
    }

    private static double value(JsonNode point) {
        String text = point.path(1).asText();
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new RuleException("the answer has a value that is no number", e);
                }
            }
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
