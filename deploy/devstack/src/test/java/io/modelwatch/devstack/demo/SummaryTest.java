package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Alerting;
import io.modelwatch.devstack.demo.Figures.Detector;
import io.modelwatch.devstack.demo.Figures.Documents;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Expectations;
import io.modelwatch.devstack.demo.Figures.Exposition;
import io.modelwatch.devstack.demo.Figures.Feature;
import io.modelwatch.devstack.demo.Figures.Group;
import io.modelwatch.devstack.demo.Figures.Latency;
import io.modelwatch.devstack.demo.Figures.Link;
import io.modelwatch.devstack.demo.Figures.Played;
import io.modelwatch.devstack.demo.Figures.Quality;
import io.modelwatch.devstack.demo.Figures.Rule;
import io.modelwatch.devstack.demo.Figures.Run;
import io.modelwatch.devstack.demo.Figures.Spool;
import io.modelwatch.devstack.demo.Figures.Usage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void printsEveryFigureInAlignedColumns() {
        String text = Summary.render(complete(), ZoneOffset.UTC);

        assertEquals("""
                What came out of run demo-1 (seed 42, 08:00:00 to 08:01:36, 96 s)
                  phase     seconds  records  a second  errors
                  normal       30.0      600      20.0       6
                  incident     38.0      760      20.0     231
                  1,371 records sent in 700 requests (250 gzipped, 1 sent again after a 503): 1,360 accepted, \
                5 duplicate (5 on purpose), 6 rejected (6 on purpose)

                Requests, tokens and cost by model
                  model     requests  errors  error %  input tokens  output tokens  cached  cost USD
                  gpt-4o       1,000     200     20.0       123,456         65,432   1,000    1.2346
                  通义千问       360      37     10.3         9,000          4,000       0         -
                  all          1,360     237     17.4       132,456         69,432   1,000    1.2346

                Latency by model, milliseconds
                  model     count  P50    P95    P99
                  gpt-4o    1,000  812  5,321  9,999
                  通义千问    360  700      -      -

                Quality of the responses
                  1,100 responses evaluated in the last 60m, combined score 0.871
                  detector  assessed  flagged  flagged %  mean score
                  refusal      1,100       44        4.0       0.051
                  format           0        0          -           -

                Drift
                  against baseline demo-1: severe at worst (window 30s), stable at the end
                  feature            PSI  verdict       baseline  window
                  response_length  1.310  severe             550     400
                  language             -  not_assessed       550     400

                Alerts
                  alert        labels            fired             delivered         end delivered
                  HighError    {severity=high}   08:00:42 (+42 s)  08:00:45 (+45 s)  08:01:30 (+90 s)
                  HighLatency  {model=gpt-4o}    08:00:44 (+44 s)  suppressed        -
                  延迟过高     {model=通义千问}  08:00:50 (+50 s)  08:00:52 (+52 s)  still firing
                  group {severity=high} to receiver demo: 2 alerts
                  rules: 1 firing, 2 inactive
                  notifications: 3 received by the webhook sink; alert-router delivered 3, failed 0

                Documents
                  where                                                  count
                  records accepted                                       1,360
                  documents with their ids in Elasticsearch              1,360
                  documents of the run's time by log-indexer's search    1,360
                  looked up by request_id / found                      25 / 25
                  spool: accepted 1,360 = indexed 1,360 + duplicate 0 + dead 0 + spooled 0

                Metric families at /metrics
                  service            families  missing
                  metrics-collector        12  -

                To open
                  health against thresholds  http://127.0.0.1:8081/api/v1/health
                  日志                       http://127.0.0.1:8084/api/v1/logs

                Missing or inconsistent:
                  - usage: no cost of 通义千问
                  - latency: no percentiles of 通义千问
                """, text);
    }

    @Test
    void saysWhenAllIsWell() {
        String text = Summary.render(withExpectations(new Expectations(true, false, false, true)), ZoneOffset.UTC);

        assertTrue(text.endsWith("\n\nAll figures are there and fit together.\n"), text);
    }

    @Test
    void rendersARunOfWhichNothingIsKnown() {
        Figures nothing = new Figures(
                new Run("demo-2", 1, START, START, List.of(), new Expectations(true, true, true, true)),
                FiguresTest.NOTHING_SENT,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                new Alerting(List.of(), List.of(), List.of(), 0, 0, 0),
                new Documents(0, null, null, 0, 0, null),
                List.of(),
                List.of("usage: HTTP 500"));

        String text = Summary.render(nothing, ZoneOffset.UTC);

        assertTrue(text.contains("Missing or inconsistent:\n  - usage: HTTP 500\n"), text);
    }

    static Figures complete() {
        return withExpectations(new Expectations(true, true, true, true));
    }

    static Figures withExpectations(Expectations expectations) {
        return new Figures(
                new Run(
                        "demo-1",
                        42,
                        START,
                        START.plusSeconds(96),
                        List.of(
                                new Played("normal", Duration.ofSeconds(30), 600, 600, 6),
                                new Played("incident", Duration.ofSeconds(38), 760, 760, 231)),
                        expectations),
                new SendCounts(1371, 1360, 237, 1100, 5, 6, 5, 6, 700, 250, 1, 0, List.of(), 0),
                List.of(
                        new Usage("gpt-4o", 1000, 200, 123_456, 65_432, 1000, 1.23456),
                        new Usage("通义千问", 360, 37, 9000, 4000, 0, null)),
                List.of(
                        new Latency("gpt-4o", 1000, 812.4, 5321.0, 9999.0),
                        new Latency("通义千问", 360, 700.0, null, null)),
                List.of(new Exposition("metrics-collector", 12, List.of())),
                new Quality(
                        "60m",
                        1100,
                        0.8712,
                        List.of(new Detector("refusal", 1100, 44, 0.0512), new Detector("format", 0, 0, null))),
                new Drift(
                        "demo-1",
                        "30s",
                        "severe",
                        List.of(
                                new Feature("response_length", 1.31, "severe", 550, 400),
                                new Feature("language", null, "not_assessed", 550, 400))),
                new Drift("demo-1", "1m", "stable", List.of()),
                new Alerting(
                        List.of(
                                new Alert(
                                        "HighError",
                                        new TreeMap<>(Map.of("severity", "high")),
                                        START.plusSeconds(42),
                                        START.plusSeconds(45),
                                        START.plusSeconds(90),
                                        false,
                                        false),
                                new Alert(
                                        "HighLatency",
                                        new TreeMap<>(Map.of("model", "gpt-4o")),
                                        START.plusSeconds(44),
                                        null,
                                        null,
                                        true,
                                        false),
                                new Alert(
                                        "延迟过高",
                                        new TreeMap<>(Map.of("model", "通义千问")),
                                        START.plusSeconds(50),
                                        START.plusSeconds(52),
                                        null,
                                        false,
                                        true)),
                        List.of(new Group("demo", Map.of("severity", "high"), 2)),
                        List.of(
                                new Rule("HighError", "inactive"),
                                new Rule("HighLatency", "firing"),
                                new Rule("Drift", "inactive")),
                        3,
                        3,
                        0),
                new Documents(1360, 1360L, 1360L, 25, 25, new Spool(1360, 1360, 0, 0, 0)),
                List.of(
                        new Link("health against thresholds", URI.create("http://127.0.0.1:8081/api/v1/health")),
                        new Link("日志", URI.create("http://127.0.0.1:8084/api/v1/logs"))),
                List.of());
    }
}
