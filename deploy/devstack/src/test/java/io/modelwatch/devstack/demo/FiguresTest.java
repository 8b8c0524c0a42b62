package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.demo.Figures.Alert;
import io.modelwatch.devstack.demo.Figures.Alerting;
import io.modelwatch.devstack.demo.Figures.Documents;
import io.modelwatch.devstack.demo.Figures.Drift;
import io.modelwatch.devstack.demo.Figures.Expectations;
import io.modelwatch.devstack.demo.Figures.Exposition;
import io.modelwatch.devstack.demo.Figures.Spool;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FiguresTest {

    static final SendCounts NOTHING_SENT = new SendCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), 0);

    private final Figures complete = SummaryTest.withExpectations(new Expectations(true, false, false, true));

    @Test
    void nothingIsMissingWhenAllFitsTogether() {
        assertEquals(List.of(), complete.missing());
    }

    @Test
    void namesDocumentsThatDidNotArrive() {
        assertMissing(
                "documents: 1359 in Elasticsearch, 1360 were accepted",
                documents(new Documents(1360, 1359L, 1360L, 25, 25, new Spool(1, 1, 0, 0, 0))));
        assertMissing(
                "documents: Elasticsearch gave no count",
                documents(new Documents(1360, null, 1360L, 25, 25, new Spool(1, 1, 0, 0, 0))));
        assertMissing(
                "documents: log-indexer found 24 of 25 records looked up by request_id",
                documents(new Documents(1360, 1360L, 1360L, 25, 24, new Spool(1, 1, 0, 0, 0))));
    }

    @Test
    void namesASpoolThatDoesNotAddUp() {
        assertMissing(
                "spool: accepted 10 is not the sum of the others, "
                        + "Spool[accepted=10, indexed=8, duplicate=0, dead=0, spooled=1]",
                documents(new Documents(1360, 1360L, 1360L, 25, 25, new Spool(10, 8, 0, 0, 1))));
        assertMissing(
                "spool: 2 records could not be indexed",
                documents(new Documents(1360, 1360L, 1360L, 25, 25, new Spool(10, 8, 0, 2, 0))));
    }

    @Test
    void namesAlertsThatDidNotFireOrDidNotArrive() {
        assertMissing("alerts: none fired", alerting(new Alerting(List.of(), List.of(), List.of(), 0, 0, 0)));
        Alert quiet = new Alert("HighError", new TreeMap<>(), complete.run().start(), null, null, false, true);
        assertMissing(
                "alerts: HighError {} fired but was not delivered",
                alerting(new Alerting(List.of(quiet), complete.alerting().groups(), List.of(), 0, 0, 0)));
    }

    @Test
    void namesDriftWithoutAVerdictOrWithoutEffect() {
        assertMissing("drift: no verdict", drift(null));
        assertMissing("drift: no verdict", drift(new Drift("demo-1", "30s", "not_assessed", List.of())));
        assertMissing(
                "drift: the incident did not show, the verdict is stable",
                drift(new Drift("demo-1", "30s", "stable", List.of())));
    }

    @Test
    void namesWhatTheServiceDidNotCount() {
        SendCounts more = new SendCounts(1500, 1400, 300, 1100, 5, 6, 5, 6, 700, 250, 1, 0, List.of(), 0);
        Figures figures = sent(more);

        assertMissing("usage: 1360 requests, but 1400 records were accepted", figures);
        assertMissing("usage: 237 errors, but 300 were sent", figures);
    }

    @Test
    void namesAnswersThatWereWrong() {
        SendCounts odd = new SendCounts(
                1371, 1360, 237, 1100, 3, 5, 5, 6, 700, 250, 1, 2, List.of("record 'a' was accepted"), 7);
        Figures figures = sent(odd);

        assertMissing("5 records were sent twice, 3 called duplicates", figures);
        assertMissing("6 records were broken on purpose, 5 were rejected", figures);
        assertMissing("7 unexpected answers, first: record 'a' was accepted", figures);
        assertMissing("2 records could not be delivered", figures);
    }

    @Test
    void namesMetricFamiliesThatAreNotThere() {
        Figures figures = change(complete, List.of(new Exposition("metrics-collector", 3, List.of("llm_ttft_ms"))));

        assertMissing("/metrics of metrics-collector lacks llm_ttft_ms", figures);
    }

    private static void assertMissing(String line, Figures figures) {
        assertTrue(figures.missing().contains(line), figures.missing().toString());
    }

    private Figures documents(Documents documents) {
        return new Figures(
                complete.run(),
                complete.sent(),
                complete.usage(),
                complete.latency(),
                complete.expositions(),
                complete.quality(),
                complete.drift(),
                complete.driftAtEnd(),
                complete.alerting(),
                documents,
                complete.links(),
                List.of());
    }

    private Figures alerting(Alerting alerting) {
        return new Figures(
                complete.run(),
                complete.sent(),
                complete.usage(),
                complete.latency(),
                complete.expositions(),
                complete.quality(),
                complete.drift(),
                complete.driftAtEnd(),
                alerting,
                complete.documents(),
                complete.links(),
                List.of());
    }

    private Figures drift(Drift drift) {
        return new Figures(
                complete.run(),
                complete.sent(),
                complete.usage(),
                complete.latency(),
                complete.expositions(),
                complete.quality(),
                drift,
                complete.driftAtEnd(),
                complete.alerting(),
                complete.documents(),
                complete.links(),
                List.of());
    }

    private Figures sent(SendCounts sent) {
        return new Figures(
                complete.run(),
                sent,
                complete.usage(),
                complete.latency(),
                complete.expositions(),
                complete.quality(),
                complete.drift(),
                complete.driftAtEnd(),
                complete.alerting(),
                complete.documents(),
                complete.links(),
                List.of());
    }

    private static Figures change(Figures old, List<Exposition> expositions) {
        return new Figures(
                old.run(),
                old.sent(),
                old.usage(),
                old.latency(),
                expositions,
                old.quality(),
                old.drift(),
                old.driftAtEnd(),
                old.alerting(),
                old.documents(),
                old.links(),
                List.of());
    }
}
