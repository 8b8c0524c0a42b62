package io.modelwatch.alertrouter.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.WebhookSink;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.PostedAlert;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.config.ConfigReader;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.notify.HttpSender;
import io.modelwatch.alertrouter.notify.NotifySettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas on one real database, and a receiver that counts. */
class ReplicasTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase store = new TestDatabase();
    private final Database database = store.database();
    private final WebhookSink sink = new WebhookSink();
    private final List<Replica> replicas = new ArrayList<>();
    private volatile RouterConfig config = config("1s", "1s", "1h", "");
    private OnCall onCall = OnCall.NOBODY;
    private boolean sendsNothing;

    @BeforeEach
    void patience() {
        org.awaitility.Awaitility.setDefaultTimeout(PATIENCE);
    }

    @AfterEach
    void close() {
        sink.open();
        replicas.forEach(Replica::stop);
        sink.close();
        store.close();
    }

    private RouterConfig config(String wait, String interval, String repeat, String more) {
        return ConfigReader.read("""
                route:
                  receiver: sink
                  group_by: [alertname]
                  group_wait: %s
                  group_interval: %s
                  repeat_interval: %s
                receivers:
                - name: sink
                  webhook_configs: [{url: '%s'}]
                %s
                """.formatted(wait, interval, repeat, sink.url(), more), Path.of(""));
    }

    private Replica replica() {
        DispatchSettings settings =
                settings(DispatchSettings.class, "alert-router.dispatch.lease", LEASE.toSeconds() + "s");
        Replica replica = new Replica(
                "replica-" + replicas.size(),
                database,
                () -> config,
                settings,
                new HttpSender(settings(NotifySettings.class, "alert-router.notify.connect-timeout", "2s"), "0.34.0"),
                "http://router:9093",
                onCall,
                sendsNothing,
                new RouterMetrics("0.34.0", 0),
                Clock.systemUTC());
        replicas.add(replica);
        replica.start();
        return replica;
    }

    private static <T> T settings(Class<T> type, String key, String value) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(type)
                .withDefaultValue(key, value)
                .build()
                .getConfigMapping(type);
    }

    private static Alert alert(String name, Map<String, String> more, Duration endsIn) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put("alertname", name);
        Instant now = Instant.now();
        return new PostedAlert(
                        labels,
                        Map.of(),
                        now.atOffset(ZoneOffset.UTC),
                        now.plus(endsIn).atOffset(ZoneOffset.UTC),
                        "")
                .received(now, Duration.ofMinutes(5));
    }

    private static Alert firing(String name) {
        Instant now = Instant.now();
        return new PostedAlert(Map.of("alertname", name), Map.of(), now.atOffset(ZoneOffset.UTC), null, "")
                .received(now, Duration.ofMinutes(5));
    }

    private static Alert resolved(Alert firing) {
        Instant now = Instant.now();
        return new PostedAlert(firing.labels().asMap(), Map.of(), firing.startsAt(), now.atOffset(ZoneOffset.UTC), "")
                .received(now, Duration.ofMinutes(5));
    }

    private long count(String sql) {
        return database.run(sql).iterator().next().getLong(0);
    }

    @Test
    void twoReplicasTellEveryGroupOnce() {
        Replica one = replica();
        Replica two = replica();
        int groups = 60;
        List<Alert> alerts =
                IntStream.range(0, groups).mapToObj(i -> firing("A" + i)).toList();

        one.alerts().take(alerts.subList(0, groups / 2));
        two.alerts().take(alerts.subList(groups / 2, groups));

        await().until(() -> sink.received().size() >= groups);
        // Several ticks on, nobody was told again.
        await().during(Duration.ofSeconds(3)).until(() -> sink.received().size() == groups);
        assertEquals(
                groups,
                sink.received().stream()
                        .map(WebhookSink.Received::groupKey)
                        .distinct()
                        .count());
        assertEquals(groups, count("SELECT count(*) FROM delivery WHERE state = 'delivered'"));

        one.alerts().take(alerts.stream().map(ReplicasTest::resolved).toList());

        await().until(() -> sink.received().size() >= 2 * groups);
        await().until(() -> count("SELECT count(*) FROM alert_group") == 0);
        assertEquals(2 * groups, sink.received().size());
        assertEquals(
                groups,
                sink.received().stream()
                        .filter(each -> each.status().equals("resolved"))
                        .map(WebhookSink.Received::groupKey)
                        .distinct()
                        .count());
    }

    @Test
    void integrationThatFailsIsTriedAgainWithoutTellingTheOthersTwice() {
        try (ServiceFake slack = new ServiceFake(request -> ServiceFake.Reply.of(500, "rollup_error"))) {
            config = config(
                    "1s", "1s", "1h", "  slack_configs: [{api_url: '" + slack.url() + "/x', send_resolved: true}]");
            Replica one = replica();
            Alert alert = firing("Both");

            one.alerts().take(List.of(alert));
            await().until(() -> slack.received().size() >= 2);
            slack.answer(200, "ok");

            await().until(() ->
                    count("SELECT count(*) FROM delivery WHERE integration = 'slack' AND state = 'delivered'") == 1);
            assertEquals(1, sink.received().size());
            assertEquals(
                    "[FIRING:1] Both",
                    slack.last().path("attachments").path(0).path("title").asText());

            one.alerts().take(List.of(resolved(alert)));

            await().until(() -> sink.received().size() == 2);
            await().until(() -> "[RESOLVED] Both"
                    .equals(slack.last()
                            .path("attachments")
                            .path(0)
                            .path("title")
                            .asText()));
        }
    }

    @Test
    void alertTakenByOneReplicaIsKnownToTheOtherAndResolvedThere() {
        Replica one = replica();
        Replica two = replica();
        Alert alert = firing("Shared");

        one.alerts().take(List.of(alert));
        await().atMost(Duration.ofSeconds(5)).until(() -> two.book().get(alert.fingerprint()) != null);
        await().until(() -> sink.received().size() == 1);
        two.alerts().take(List.of(resolved(alert)));

        await().until(() -> sink.received().size() == 2);
        assertEquals(
                new TreeSet<>(List.of("resolved:Shared")),
                sink.received().getLast().alerts());
        await().until(() -> {
            StoredAlert known = one.book().get(alert.fingerprint());
            return known != null && known.alert().resolvedAt(Instant.now());
        });
    }

    @Test
    void anotherReplicaTakesOverWhenTheOneWithTheLeaseDies() {
        Replica dying = replica();
        sink.shut();
        dying.alerts().take(List.of(firing("TakenOver")));
        await().until(() -> sink.received().size() == 1);

        // It holds the lease and waits for the receiver's answer; it writes nothing any more.
        dying.kill();
        Instant death = Instant.now();
        replicas.remove(dying);
        sink.open();
        replica();

        await().until(() -> sink.received().size() == 2);
        Duration takeover = Duration.between(death, sink.received().getLast().at());
        assertTrue(takeover.compareTo(Duration.ofSeconds(15)) < 0, "took " + takeover);
        // The send that nobody confirmed is repeated, and can be told as a repetition by its key.
        assertEquals(sink.received().getFirst().key(), sink.received().getLast().key());
        await().during(Duration.ofSeconds(3)).until(() -> sink.received().size() == 2);
        assertEquals(1, count("SELECT count(*) FROM delivery WHERE state = 'delivered'"));
        assertEquals(1, count("SELECT count(*) FROM delivery WHERE state = 'sending'"));
    }

    @Test
    void pendingGroupGoesOnAfterARestartAndWhatWasToldIsNotToldAgain() {
        Replica first = replica();
        Alert told = firing("Told");
        first.alerts().take(List.of(told));
        await().until(() -> count("SELECT count(*) FROM notification_log") == 1);
        Alert pending = firing("Pending");
        first.alerts().take(List.of(pending));
        first.kill();
        replicas.remove(first);

        replica();

        await().until(() ->
                sink.received().stream().anyMatch(each -> each.alerts().contains("firing:Pending")));
        await().during(Duration.ofSeconds(3)).until(() -> sink.received().size() == 2);
    }

    @Test
    void alertCommittedByAReplicaThatDiesAtOnceIsToldByAnother() {
        Replica dying = replica();
        dying.kill();
        dying.alerts().take(List.of(firing("Orphan")));
        replicas.remove(dying);
        assertEquals(0, count("SELECT count(*) FROM alert_group"));

        replica();

        await().until(() -> sink.received().size() == 1);
        assertEquals(
                new TreeSet<>(List.of("firing:Orphan")),
                sink.received().getFirst().alerts());
    }

    @Test
    void replicaThatLostItsLeaseDoesNotWriteWhatItSent() {
        Replica sleeping = replica();
        sink.shut();
        sleeping.alerts().take(List.of(firing("Fenced")));
        await().until(() -> sink.received().size() == 1);

        // Somebody else claims the group, as happens to a process that slept past its lease.
        database.run("UPDATE alert_group SET fence = fence + 1, lease_owner = 'other',"
                + " lease_until = clock_timestamp() + interval '4 seconds'");
        sink.open();

        await().until(() -> sink.received().size() == 2);
        assertEquals(1, count("SELECT count(*) FROM notification_log"));
        Row row = database.run("SELECT fence FROM delivery ORDER BY id DESC LIMIT 1")
                .iterator()
                .next();
        assertTrue(row.getLong(0) >= 3);
    }

    @Test
    void receiverThatFailsIsTriedAgainUntilItAnswers() {
        sink.answer(503);
        Replica replica = replica();
        replica.alerts().take(List.of(firing("Retried")));
        await().until(() -> sink.received().size() >= 3);

        sink.answer(200);

        await().until(() -> count("SELECT count(*) FROM notification_log") == 1);
        assertEquals(
                1,
                sink.received().stream()
                        .map(WebhookSink.Received::key)
                        .distinct()
                        .count());
        Row delivery = database.run("SELECT state, attempts FROM delivery WHERE state = 'delivered'")
                .iterator()
                .next();
        assertTrue(delivery.getInteger("attempts") >= 3);
    }

    @Test
    void receiverThatRefusesIsAskedAgainOnlyOnTheNextTick() {
        config = config("0s", "3s", "1h", "");
        sink.answer(400);
        Replica replica = replica();
        replica.alerts().take(List.of(firing("Refused")));
        await().until(() -> sink.received().size() == 2);

        Duration between = Duration.between(
                sink.received().get(0).at(), sink.received().get(1).at());
        assertTrue(between.compareTo(Duration.ofSeconds(2)) > 0, "asked again after " + between);
        Row delivery = database.run("SELECT state, attempts, error FROM delivery ORDER BY id LIMIT 1")
                .iterator()
                .next();
        assertEquals("failed", delivery.getString("state"));
        assertEquals(1, delivery.getInteger("attempts"));
        assertEquals("unexpected status code 400: answer", delivery.getString("error"));
    }

    @Test
    void firingAlertInhibitsAnotherOneAndIsNotTheWorseForIt() {
        config = config("1s", "1s", "1h", """
                inhibit_rules:
                - source_matchers: [severity="critical"]
                  target_matchers: [severity="warning"]
                """);
        Replica replica = replica();
        Alert critical = alert("Down", Map.of("severity", "critical"), Duration.ofMinutes(5));
        replica.alerts().take(List.of(critical, alert("Slow", Map.of("severity", "warning"), Duration.ofMinutes(5))));

        await().until(() -> sink.received().size() == 1);
        await().during(Duration.ofSeconds(3)).until(() -> sink.received().size() == 1);
        assertEquals(
                new TreeSet<>(List.of("firing:Down")),
                sink.received().getFirst().alerts());

        replica.alerts().take(List.of(resolved(critical)));

        await().until(() ->
                sink.received().stream().anyMatch(each -> each.alerts().contains("firing:Slow")));
    }

    @Test
    void endUnderASilenceIsToldAfterItThoughReplicasComeAndGoAndTheNextOccurrenceIsNew() {
        Replica first = replica();
        Alert alert = firing("Lost");
        first.alerts().take(List.of(alert));
        await().until(() -> count("SELECT count(*) FROM notification_log") == 1);
        database.run("INSERT INTO silence (id, matchers, starts_at, ends_at, updated_at, created_by, comment,"
                + " annotations) VALUES (gen_random_uuid(), '[{\"name\":\"alertname\",\"operator\":\"=\","
                + "\"value\":\"Lost\"}]', now(), now() + interval '1 hour', now(), 'test', '', '{}')");
        await().until(() -> !first.silences().all().isEmpty());
        first.alerts().take(List.of(resolved(alert)));
        await().until(() -> count("SELECT count(*) FROM alert_group WHERE cardinality(owed) = 1") == 1);

        // A replica dies, and maintenance finds a resolved alert that is older than it must be.
        first.kill();
        replicas.remove(first);
        Replica second = replica();
        second.maintain(Duration.ZERO, Duration.ofHours(120), Duration.ofDays(30));
        assertNotNull(second.book().get(alert.fingerprint()));
        assertEquals(1, sink.received().size());
        database.run("UPDATE silence SET ends_at = now(), updated_at = now()");

        await().until(() -> sink.received().size() == 2);
        assertEquals("resolved", sink.received().getLast().status());
        assertEquals(
                new TreeSet<>(List.of("resolved:Lost")),
                sink.received().getLast().alerts());
        await().until(() -> count("SELECT count(*) FROM alert_group") == 0);

        second.alerts().take(List.of(firing("Lost")));

        await().until(() -> sink.received().size() == 3);
        assertEquals("firing", sink.received().getLast().status());
    }

    @Test
    void nobodyAcknowledgesSoTheNextOneIsToldUntilSomebodyDoes() {
        Map<String, String> chain = new HashMap<>(Map.of(
                "alert-router.on-call.escalation.night.matchers[0]", "alertname=~\"P.*\"",
                "alert-router.on-call.escalation.night.group-by[0]", "...",
                "alert-router.on-call.escalation.night.group-interval", "1s",
                "alert-router.on-call.escalation.night.repeat-interval", "1s",
                "alert-router.on-call.escalation.night.steps[0].after", "2s",
                "alert-router.on-call.escalation.night.steps[0].receiver", "second"));
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(OnCallSettings.class);
        chain.forEach(builder::withDefaultValue);
        OnCallSettings settings = builder.build().getConfigMapping(OnCallSettings.class);
        assertEquals(
                "alert-router.on-call.escalation.night.steps[0].receiver: there is no receiver \"second\"",
                org.junit.jupiter.api.Assertions.assertThrows(
                                IllegalArgumentException.class,
                                () -> OnCall.of(settings, config.receivers().keySet()))
                        .getMessage());
        config = config("0s", "1s", "1h", "- name: second\n  webhook_configs: [{url: '" + sink.url() + "second'}]");
        onCall = OnCall.of(settings, config.receivers().keySet());
        Replica replica = replica();
        Alert left = firing("Page");
        replica.alerts().take(List.of(left, firing("Other")));

        // The first receiver is told at once, the second after two seconds and again every second.
        await().until(() -> sink.received().stream()
                        .filter(each -> each.groupKey().startsWith("escalation:night/1"))
                        .count()
                >= 2);
        assertEquals(
                2,
                sink.received().stream()
                        .filter(each -> !each.groupKey().startsWith("escalation:"))
                        .count());

        Replica other = replica();
        other.acknowledgements()
                .write(List.of(new io.modelwatch.alertrouter.acknowledge.Acknowledgement(
                        left.labels(), left.startsAt().toInstant(), "ann", "", Instant.now(), null)));
        await().until(() -> replica.acknowledgements()
                .of(left.fingerprint(), left.startsAt().toInstant(), Instant.now())
                .isPresent());
        await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'sending'") == 0);
        int told = sink.received().size();
        await().during(Duration.ofSeconds(3)).until(() -> sink.received().size() <= told + 1);
        replica.alerts().take(List.of(resolved(left)));

        await().until(() -> sink.received().stream()
                        .filter(each -> each.alerts().contains("resolved:Page"))
                        .map(each -> each.groupKey().startsWith("escalation:"))
                        .distinct()
                        .count()
                == 2);
    }

    @Test
    void groupThatIsDueFarAheadBecauseAClockWasSetBackIsDueSoon() {
        config = config("1s", "2s", "4h", "");
        Replica replica = replica();
        replica.alerts().take(List.of(firing("Stepped")));
        await().until(() -> count("SELECT count(*) FROM alert_group") == 1);
        database.run("UPDATE alert_group SET next_flush_at = now() + interval '1 day'");
        assertEquals(0, sink.received().size());

        replica.maintain(Duration.ofMinutes(30), Duration.ofHours(120), Duration.ofDays(30));

        await().atMost(Duration.ofSeconds(20)).until(() -> sink.received().size() == 1);
    }

    @Test
    void besideAnotherServiceEverythingIsDecidedAndNothingIsSent() {
        sendsNothing = true;
        Replica replica = replica();
        Alert alert = firing("Shadowed");
        replica.alerts().take(List.of(alert));
        await().until(() -> count("SELECT count(*) FROM notification_log") == 1);
        replica.alerts().take(List.of(resolved(alert)));

        await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'unsent'") == 2);
        await().until(() -> count("SELECT count(*) FROM alert_group") == 0);
        assertEquals(0, sink.received().size());
    }

    @Test
    void newRoutesHoldAfterAReload() {
        config = config("1h", "1h", "4h", "");
        Replica replica = replica();
        replica.alerts().take(List.of(firing("Waiting")));
        await().until(() -> count("SELECT count(*) FROM alert_group") == 1);

        config = config("1s", "1s", "4h", "");
        replica.use(config);

        await().until(() -> sink.received().size() == 1);
    }

    @Test
    void sameAlertsSentAgainCostOneRowARequest() {
        Replica replica = replica();
        int count = 500;
        List<Alert> first = new ArrayList<>();
        Instant start = Instant.now();
        for (int i = 0; i < count; i++) {
            first.add(repeated(i, start, start));
        }
        replica.alerts().take(first);
        long tx = count("SELECT max(tx) FROM alert");

        for (int round = 1; round <= 5; round++) {
            Instant now = start.plusSeconds(round);
            replica.alerts()
                    .take(IntStream.range(0, count)
                            .mapToObj(i -> repeated(i, start, now))
                            .toList());
        }

        assertEquals(tx, count("SELECT max(tx) FROM alert"));
        assertEquals(5, count("SELECT count(*) FROM alert_extension"));
        Alert last = repeated(7, start, start.plusSeconds(5));
        StoredAlert known = replica.book().get(last.fingerprint());
        assertNotNull(known);
        assertEquals(last.endsAt(), known.alert().endsAt());

        // Another replica knows the extended ends too, also when the journal has been folded.
        Replica other = replica();
        assertEquals(last.endsAt(), other.book().get(last.fingerprint()).alert().endsAt());
        database.run("INSERT INTO alert_extension (fingerprints, versions, ends_at, updated_at)"
                + " SELECT fingerprints, versions, ends_at, updated_at - interval '1 minute' * n"
                + " FROM alert_extension, generate_series(1, 60) n");
        other.alerts().compact(Instant.now().plusSeconds(60));
        assertEquals(1, count("SELECT count(*) FROM alert_extension"));
        Replica third = replica();
        assertEquals(last.endsAt(), third.book().get(last.fingerprint()).alert().endsAt());
    }

    private static Alert repeated(int i, Instant start, Instant now) {
        return new PostedAlert(
                        Map.of("alertname", "Many", "i", String.valueOf(i)),
                        Map.of(),
                        start.atOffset(ZoneOffset.UTC),
                        null,
                        "")
                .received(now, Duration.ofMinutes(5));
    }

    @Test
    void manyWritersOfOneAlertLoseNothing() throws InterruptedException {
        Replica one = replica();
        Replica two = replica();
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int w = 0; w < 8; w++) {
            Replica replica = w % 2 == 0 ? one : two;
            int writer = w;
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 15; i++) {
                        Instant now = Instant.now();
                        replica.alerts()
                                .take(IntStream.range(0, 10)
                                        .mapToObj(n -> new PostedAlert(
                                                        Map.of("alertname", "Contended", "n", String.valueOf(n)),
                                                        Map.of("writer", String.valueOf(writer)),
                                                        now.atOffset(ZoneOffset.UTC),
                                                        null,
                                                        "")
                                                .received(now, Duration.ofMinutes(5)))
                                        .toList());
                    }
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertEquals(List.of(), failures);
        assertEquals(10, count("SELECT count(*) FROM alert"));
    }

    @Test
    void resolvedAlertIsForgottenOnlyWhenItsEndWasTold() {
        config = config("0s", "1s", "1h", "");
        Replica replica = replica();
        Alert alert = firing("Forgettable");
        replica.alerts().take(List.of(alert));
        await().until(() -> sink.received().size() == 1);
        sink.answer(400);
        replica.alerts().take(List.of(resolved(alert)));
        await().until(() -> sink.received().size() >= 2);
        await().during(Duration.ofSeconds(3)).until(() -> true);

        replica.maintain(Duration.ZERO, Duration.ofDays(5), Duration.ofDays(5));
        assertEquals(1, replica.book().size());

        sink.answer(200);
        await().until(() -> count("SELECT count(*) FROM alert_group") == 0);
        replica.maintain(Duration.ZERO, Duration.ofDays(5), Duration.ofDays(5));
        assertEquals(0, replica.book().size());
        assertEquals(0, count("SELECT count(*) FROM alert"));
        assertFalse(sink.received().isEmpty());
    }

    @Test
    void groupsOfManyAlertsAreToldTogether() {
        Replica replica = replica();
        replica.alerts()
                .take(IntStream.range(0, 20)
                        .mapToObj(i -> alert("Together", Map.of("i", String.valueOf(i)), Duration.ofMinutes(5)))
                        .toList());

        await().until(() -> sink.received().size() == 1);
        assertEquals(20, sink.received().getFirst().body().get("alerts").size());
        assertEquals(
                LabelSet.of("alertname", "Together").asMap().toString(),
                "{alertname="
                        + sink.received()
                                .getFirst()
                                .body()
                                .get("commonLabels")
                                .get("alertname")
                                .asText() + "}");
    }
}
