package io.modelwatch.alertrouter.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Received;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.config.ConfigReader;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.dispatch.TestDatabase;
import io.modelwatch.alertrouter.exposition.RouterMetrics;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Signature;
import io.modelwatch.intake.ProblemException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.sqlclient.Row;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending on a real database and a clock that the test sets, to receivers that fail as the test says. */
class OutboxTest {

    private static final Instant START = Instant.parse("2026-11-24T03:00:00Z");
    private static final LabelSet LABELS = LabelSet.of("alertname", "Down", "cluster", "c1");

    private final TestDatabase store = new TestDatabase();
    private final Database database = store.database();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final RouterMetrics metrics = new RouterMetrics("0.34.0", 0);
    private final NotificationLog log = new NotificationLog(database);
    private final AtomicReference<Function<Received, Reply>> rule =
            new AtomicReference<>(request -> Reply.of(200, "ok"));
    private final ServiceFake fake = new ServiceFake(request -> rule.get().apply(request));
    private RouterConfig config = config("webhook_configs: [{url: '" + fake.url() + "/hook'}]");

    @AfterEach
    void close() {
        fake.close();
        store.close();
    }

    private static RouterConfig config(String receiver) {
        return ConfigReader.read("route: {receiver: r}\nreceivers:\n- name: r\n" + receiver.indent(2), Path.of("/etc"));
    }

    private static NotifySettings settings(String... pairs) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(NotifySettings.class);
        for (int i = 0; i < pairs.length; i += 2) {
            builder.withDefaultValue("alert-router.notify." + pairs[i], pairs[i + 1]);
        }
        return builder.build().getConfigMapping(NotifySettings.class);
    }

    private Channel channel() {
        return (Channel) config.receivers().get("r").integrations().getFirst();
    }

    private Notifier notifier(HttpSender sender) {
        return new Notifier(
                log, new SendGate(database), new ChannelMemory(database), sender, metrics, clock, "http://router:9093");
    }

    private Outbox outbox(HttpSender sender, AlertBook book) {
        return new Outbox(database, log, new SendGate(database), sender, book, metrics, clock, () -> config);
    }

    private HttpSender sender(String... pairs) {
        return new HttpSender(settings(pairs), "0.34.0");
    }

    private Fence group() {
        Row row = database.run(
                        "INSERT INTO alert_group (route, labels, fingerprint, next_flush_at, seen_at, seen_tx)"
                                + " VALUES ('{}', '{}', $1, now(), now(), 0) RETURNING id",
                        (long) (Math.random() * Long.MAX_VALUE))
                .iterator()
                .next();
        return new Fence(row.getLong(0), 0);
    }

    private static Alert alert(Instant starts, Instant ends) {
        return new Alert(
                LABELS,
                Map.of("summary", "down"),
                starts.atOffset(ZoneOffset.UTC),
                ends.atOffset(ZoneOffset.UTC),
                false,
                "",
                starts);
    }

    private Notification notification(boolean firing, NotificationReason reason) {
        return new Notification(
                "{}:{}",
                LabelSet.EMPTY,
                "r",
                channel(),
                reason,
                List.of(new FlushedAlert(alert(START, START.plusSeconds(300)), firing)),
                now.get(),
                Duration.ofHours(4),
                null);
    }

    /** A page that its group could not deliver before it ended. */
    private void failAndEnd(HttpSender sender) throws InterruptedException {
        Fence fence = group();
        Notifier.Outcome outcome = notifier(sender)
                .tell(
                        fence,
                        notification(true, NotificationReason.FIRST),
                        now.get().plusMillis(200),
                        () -> true);
        assertEquals(Notifier.Outcome.FAILED, outcome);
        database.run("DELETE FROM alert_group");
    }

    private Row delivery() {
        return database.run("SELECT * FROM delivery ORDER BY id DESC LIMIT 1")
                .iterator()
                .next();
    }

    private long count(String sql) {
        return database.run(sql).iterator().next().getLong(0);
    }

    @Test
    void pageIsDeliveredThoughItsReceiverWasDownForAnHourAndTheAlertIsOver() throws InterruptedException {
        rule.set(request -> Reply.of(503, "down"));
        HttpSender sender = sender();
        failAndEnd(sender);
        Outbox outbox = outbox(sender, new AlertBook());
        int tried = 0;
        for (int minute = 0; minute < 60; minute++) {
            now.set(now.get().plusSeconds(60));
            tried += outbox.work();
        }
        assertTrue(tried >= 6 && tried <= 30, "tried " + tried + " times");
        rule.set(request -> Reply.of(200, "ok"));
        fake.received().clear();

        for (int minute = 0; minute < 12; minute++) {
            now.set(now.get().plusSeconds(60));
            outbox.work();
        }

        assertEquals(1, fake.received().size());
        assertEquals("resolved", fake.last().path("status").asText());
        assertEquals(
                "Down",
                fake.last()
                        .path("alerts")
                        .path(0)
                        .path("labels")
                        .path("alertname")
                        .asText());
        assertEquals("delivered", delivery().getString("state"));
        assertEquals("delivered late", delivery().getString("note"));
        assertEquals(tried + 1, count("SELECT count(*) FROM delivery_attempt"));
        assertEquals(
                1,
                fake.received().stream()
                        .map(each -> each.header("idempotency-key"))
                        .distinct()
                        .count());
    }

    @Test
    void whatItsGroupStillTellsIsLeftToTheGroup() throws InterruptedException {
        rule.set(request -> Reply.of(503, ""));
        HttpSender sender = sender();
        Fence fence = group();
        notifier(sender)
                .tell(
                        fence,
                        notification(true, NotificationReason.FIRST),
                        now.get().plusMillis(100),
                        () -> true);
        now.set(now.get().plusSeconds(600));

        assertEquals(0, outbox(sender, new AlertBook()).work());
    }

    @Test
    void whatIsRefusedIsGivenUpAndCanBeSentAgainOrDroppedByHand() throws InterruptedException {
        rule.set(request -> Reply.of(400, "no"));
        HttpSender sender = sender();
        failAndEnd(sender);
        Outbox outbox = outbox(sender, new AlertBook());
        now.set(now.get().plusSeconds(60));
        outbox.work();
        long id = delivery().getLong("id");
        assertEquals("dead", delivery().getString("state"));
        DeliveryQuery undelivered = new DeliveryQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(LABELS.fingerprint().bits()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        assertEquals(1, undelivered.newest(database, 10).size());

        assertEquals(Outbox.Resent.FAILED, outbox.resend(id));
        rule.set(request -> Reply.of(200, "ok"));
        assertEquals(Outbox.Resent.DELIVERED, outbox.resend(id));

        assertEquals(Outbox.Resent.NOTHING, outbox.resend(id));
        assertFalse(outbox.drop(id));
        assertEquals("sent by hand", delivery().getString("note"));
        assertEquals(0, undelivered.newest(database, 10).size());
    }

    @Test
    void afterADayItIsGivenUp() throws InterruptedException {
        rule.set(request -> Reply.of(500, ""));
        HttpSender sender = sender("give-up-after", "2h");
        failAndEnd(sender);
        Outbox outbox = outbox(sender, new AlertBook());

        for (int minute = 0; minute < 150; minute++) {
            now.set(now.get().plusSeconds(60));
            outbox.work();
        }

        assertEquals("dead", delivery().getString("state"));
        assertTrue(outbox.drop(delivery().getLong("id")));
        assertEquals("dropped", delivery().getString("state"));
    }

    @Test
    void everyAttemptAndItsAnswerIsLogged() throws InterruptedException {
        List<Reply> replies = new ArrayList<>(List.of(
                new Reply(429, "slow down", Map.of("Retry-After", "0.01")),
                Reply.of(500, "oops"),
                Reply.of(200, "ok")));
        rule.set(request -> replies.removeFirst());
        Fence fence = group();
        Notifier notifier = new Notifier(
                log,
                new SendGate(database),
                new ChannelMemory(database),
                sender(),
                metrics,
                InstantSource.system(),
                "http://router:9093");

        Notifier.Outcome outcome = notifier.tell(
                fence,
                notification(true, NotificationReason.FIRST),
                Instant.now().plusSeconds(20),
                () -> true);

        assertEquals(Notifier.Outcome.DELIVERED, outcome);
        List<String> attempts = new ArrayList<>();
        database.run("SELECT number, reason, detail FROM delivery_attempt ORDER BY number")
                .forEach(row -> attempts.add(row.getInteger(0) + " " + row.getString(1) + " " + row.getString(2)));
        assertEquals(
                List.of(
                        "1 rateLimited unexpected status code 429: slow down",
                        "2 serverError unexpected status code 500: oops"),
                attempts);
        assertEquals(3, delivery().getInteger("attempts"));
        assertEquals(
                1,
                fake.received().stream()
                        .map(each -> each.header("idempotency-key"))
                        .distinct()
                        .count());
    }

    @Test
    void targetThatWantsToBeLeftAloneIsLeftAloneByAllThatIsSentToIt() throws InterruptedException {
        rule.set(request -> new Reply(429, "", Map.of("Retry-After", "60")));
        Notifier notifier = notifier(sender());
        notifier.tell(
                group(), notification(true, NotificationReason.FIRST), now.get().plusSeconds(10), () -> true);

        notifier.tell(
                group(), notification(true, NotificationReason.FIRST), now.get().plusSeconds(10), () -> true);

        assertEquals(1, fake.received().size());
        assertTrue(delivery().getString("error").startsWith("held back until 2026-11-24T03:01:00"));
    }

    @Test
    void replicasTogetherAskARobotNoMoreOftenThanItTakes() throws InterruptedException {
        config = ConfigReader.withChannels(
                config(""),
                "receivers:\n- name: r\n  dingtalk_configs: [{url: '" + fake.url() + "', access_token: t}]\n",
                Path.of("/etc"));
        rule.set(request -> Reply.of(200, "{\"errcode\":0}"));
        List<Notifier> replicas = List.of(notifier(sender()), notifier(sender()));

        for (int i = 0; i < 30; i++) {
            replicas.get(i % 2)
                    .tell(
                            group(),
                            notification(true, NotificationReason.FIRST),
                            now.get().plusSeconds(1),
                            () -> true);
        }
        assertEquals(17, fake.received().size());
        now.set(now.get().plusSeconds(61));
        for (int i = 0; i < 30; i++) {
            replicas.get(i % 2)
                    .tell(
                            group(),
                            notification(true, NotificationReason.FIRST),
                            now.get().plusSeconds(1),
                            () -> true);
        }

        assertEquals(34, fake.received().size());
    }

    @Test
    void ratesCanBeSetByKindOfChannelAndABadOneIsTold() throws InterruptedException {
        Notifier notifier = notifier(sender("rates.webhook", "2/1m"));

        for (int i = 0; i < 5; i++) {
            notifier.tell(
                    group(),
                    notification(true, NotificationReason.FIRST),
                    now.get().plusSeconds(1),
                    () -> true);
        }

        assertEquals(2, fake.received().size());
        IllegalArgumentException bad =
                assertThrows(IllegalArgumentException.class, () -> sender("rates.slack", "fast"));
        assertTrue(bad.getMessage().startsWith("alert-router.notify.rates.slack: "), bad.getMessage());
    }

    @Test
    void messageOfAnIncidentIsUpdatedByWhicheverReplicaTellsIt() throws InterruptedException {
        config = config("slack_configs: [{app_token: t, app_url: '" + fake.url()
                + "/api/chat.postMessage', send_resolved: true, channel: ops}]");
        List<String> asked = new ArrayList<>();
        rule.set(request -> {
            asked.add(request.url().getPath() + " " + request.body().path("ts").asText());
            return Reply.of(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"17.1\"}");
        });
        String[] update = {"follow-ups.slack", "update", "rates.slack", "none"};

        notifier(sender(update))
                .tell(
                        group(),
                        notification(true, NotificationReason.FIRST),
                        now.get().plusSeconds(5),
                        () -> true);
        notifier(sender(update))
                .tell(
                        group(),
                        notification(true, NotificationReason.NEW_ALERTS),
                        now.get().plusSeconds(5),
                        () -> true);
        notifier(sender(update))
                .tell(
                        group(),
                        notification(false, NotificationReason.ALL_RESOLVED),
                        now.get().plusSeconds(5),
                        () -> true);
        notifier(sender(update))
                .tell(
                        group(),
                        notification(true, NotificationReason.FIRST),
                        now.get().plusSeconds(5),
                        () -> true);

        assertEquals(
                List.of(
                        "/api/chat.postMessage ",
                        "/api/chat.update 17.1",
                        "/api/chat.update 17.1",
                        "/api/chat.postMessage "),
                asked);
    }

    @Test
    void keyThatIsPressedInACallAcknowledgesWhatTheCallWasAbout(@TempDir Path directory) throws Exception {
        Path main = Files.writeString(directory.resolve("a.yml"), "route: {receiver: r}\nreceivers: [{name: r}]\n");
        Path channels = Files.writeString(
                directory.resolve("c.yml"),
                "receivers: [{name: r, voice_configs: [{provider: twilio, url: '" + fake.url()
                        + "', account_sid: AC1, auth_token: secret, from: '+1500', to: ['+861390000']}]}]\n");
        RouterSettings router = new SmallRyeConfigBuilder()
                .withConverter(Path.class, 100, Path::of)
                .withConverter(URI.class, 100, URI::create)
                .withMapping(RouterSettings.class)
                .withDefaultValue("alert-router.config-file", main.toString())
                .withDefaultValue("alert-router.channels-file", channels.toString())
                .withDefaultValue("alert-router.external-url", "https://alerts.example.com")
                .build()
                .getConfigMapping(RouterSettings.class);
        CurrentConfig current = new CurrentConfig(router, metrics, clock);
        config = current.get();
        rule.set(request -> Reply.of(201, "{\"sid\":\"CA1\",\"status\":\"queued\"}"));
        Notification page = notification(true, NotificationReason.FIRST);
        notifier(sender()).tell(group(), page, now.get().plusSeconds(5), () -> true);
        List<String> acknowledged = new ArrayList<>();
        AcknowledgementListener listener =
                (groupKey, alerts, by) -> acknowledged.add(groupKey + " " + alerts + " " + by);
        VoiceAnswerResource resource = new VoiceAnswerResource(database, current, router, List.of(listener));
        var form = new org.jboss.resteasy.reactive.common.util.MultivaluedTreeMap<String, String>();
        form.putSingle("Digits", "1");
        form.putSingle("CallSid", "CA1");
        String signature = Base64.getEncoder()
                .encodeToString(Signature.mac(
                        "HmacSHA1",
                        "secret".getBytes(StandardCharsets.UTF_8),
                        "https://alerts.example.com/api/v1/voice/answer?delivery=" + page.key() + "CallSidCA1Digits1"));

        assertThrows(ProblemException.class, () -> resource.answer(page.key(), "bm8=", form));
        assertThrows(ProblemException.class, () -> resource.answer("other", signature, form));
        assertEquals(List.of(), acknowledged);
        String twiml = resource.answer(page.key(), signature, form);

        assertTrue(twiml.contains("Acknowledged."), twiml);
        assertEquals(List.of("{}:{} [{alertname=Down, cluster=c1}] +861390000"), acknowledged);
        assertEquals("acknowledged by telephone +861390000", delivery().getString("note"));
    }
}
