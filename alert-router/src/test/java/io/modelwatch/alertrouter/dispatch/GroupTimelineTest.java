package io.modelwatch.alertrouter.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.config.ConfigReader;
import io.modelwatch.alertrouter.config.RouterConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When groups are notified, on a virtual clock. */
class GroupTimelineTest {

    private static GroupSimulation simulation(int wait, int interval, int repeat, boolean sendResolved) {
        return simulation(wait, interval, repeat, sendResolved, "");
    }

    private static GroupSimulation simulation(
            int wait, int interval, int repeat, boolean sendResolved, String childRoute) {
        RouterConfig config =
                ConfigReader.read("""
                route:
                  receiver: sink
                  group_wait: %ds
                  group_interval: %ds
                  repeat_interval: %ds
                %s
                receivers:
                - name: sink
                  webhook_configs: [{url: 'http://sink/', send_resolved: %s}]
                time_intervals:
                - name: first-five-minutes
                  time_intervals: [{times: [{start_time: '00:00', end_time: '00:05'}]}]
                """.formatted(wait, interval, repeat, childRoute, sendResolved), Path.of(""));
        GroupSimulation simulation = new GroupSimulation(
                config.route().all().getLast(), config.receivers().get("sink"));
        simulation.intervals = config.intervals();
        return simulation;
    }

    private static List<String> lines(GroupSimulation simulation) {
        return simulation.sent().stream().map(Object::toString).toList();
    }

    @Test
    void firstNotificationComesAfterGroupWaitAndLaterOnesOnTicks() {
        GroupSimulation group = simulation(30, 60, 3600, true);
        group.post("A", 0, 10_000);
        group.runTo(10);
        group.post("B", 10, 10_000);
        group.runTo(40);
        group.post("C", 40, 10_000);
        group.runTo(400);

        assertEquals(
                List.of(
                        "30s first notification firing=[A, B] resolved=[]",
                        "90s new alerts added firing=[A, B, C] resolved=[]"),
                lines(group));
    }

    @Test
    void alertThatIsOlderThanGroupWaitIsToldAtOnce() {
        GroupSimulation group = simulation(30, 60, 3600, true);
        group.post("A", -31, 10_000);
        group.runTo(1);

        assertEquals(List.of("0s first notification firing=[A] resolved=[]"), lines(group));
    }

    @Test
    void repeatComesExactlyWithItsInterval() {
        GroupSimulation group = simulation(0, 60, 180, true);
        group.post("A", 0, 10_000);
        group.runTo(400);

        assertEquals(
                List.of(
                        "0s first notification firing=[A] resolved=[]",
                        "180s repeat interval elapsed firing=[A] resolved=[]",
                        "360s repeat interval elapsed firing=[A] resolved=[]"),
                lines(group));
    }

    @Test
    void repeatIsRoundedUpToATick() {
        GroupSimulation group = simulation(0, 60, 100, true);
        group.post("A", 0, 10_000);
        group.runTo(200);

        assertEquals(120, group.sent().get(1).at());
    }

    @Test
    void resolveIsToldOnTheNextTickAndEndsTheGroup() {
        GroupSimulation group = simulation(10, 60, 3600, true);
        group.post("A", 0, 10_000);
        group.runTo(20);
        group.post("A", 0, 20);
        group.runTo(71);

        assertEquals(
                List.of(
                        "10s first notification firing=[A] resolved=[]",
                        "70s all alerts resolved firing=[] resolved=[A]"),
                lines(group));
        assertFalse(group.groupExists());
    }

    @Test
    void alertThatIsNotSentAgainResolvesByItsTimeout() {
        GroupSimulation group = simulation(10, 60, 3600, true);
        group.post("A", 0, -1);
        group.runTo(1000);

        assertEquals(
                "310s all alerts resolved firing=[] resolved=[A]", lines(group).get(1));
    }

    @Test
    void alertThatEndsBeforeTheFirstFlushIsNeverTold() {
        GroupSimulation group = simulation(30, 60, 3600, true);
        group.post("A", 0, 10_000);
        group.runTo(10);
        group.post("A", 0, 10);
        group.runTo(1000);

        assertEquals(List.of(), lines(group));
        assertFalse(group.groupExists());
    }

    @Test
    void alertThatResolvesAndFiresAgainBetweenTicksIsNoNews() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.post("A", 0, 10_000);
        group.runTo(10);
        group.post("A", 0, 10);
        group.runTo(20);
        group.post("A", 20, 10_000);
        group.runTo(1000);

        assertEquals(1, group.sent().size());
    }

    @Test
    void someResolvedIsToldOnce() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(10);
        group.post("B", 0, 10);
        group.runTo(500);

        assertEquals(
                List.of(
                        "0s first notification firing=[A, B] resolved=[]",
                        "60s some alerts resolved firing=[A] resolved=[B]"),
                lines(group));
    }

    @Test
    void failedNotificationIsTriedAgainOnTheNextTickWithTheResolvedAlertStillInIt() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.receiverUp = at -> at < 50 || at > 200;
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(10);
        group.post("B", 0, 10);
        group.runTo(500);

        assertEquals(
                "240s some alerts resolved firing=[A] resolved=[B]",
                lines(group).get(1));
    }

    @Test
    void silencedAlertIsLeftOutAndToldWhenTheSilenceEnds() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.silenced = (name, at) -> name.equals("A") && at < 100;
        group.post("A", 0, 10_000);
        group.runTo(500);

        assertEquals(List.of("120s first notification firing=[A] resolved=[]"), lines(group));
    }

    @Test
    void mutedRouteTellsWhenTheWindowEnds() {
        GroupSimulation group =
                simulation(0, 60, 3600, true, "  routes: [{mute_time_intervals: [first-five-minutes]}]");
        group.post("A", 0, 10_000);
        group.runTo(1000);

        assertEquals(List.of("300s first notification firing=[A] resolved=[]"), lines(group));
    }

    @Test
    void routeIsQuietOutsideItsActiveWindow() {
        GroupSimulation group =
                simulation(0, 60, 60, true, "  routes: [{active_time_intervals: [first-five-minutes]}]");
        group.post("A", 0, 10_000);
        group.runTo(1000);

        assertEquals(
                List.of(0L, 60L, 120L, 180L, 240L),
                group.sent().stream().map(GroupSimulation.Sent::at).toList());
    }

    @Test
    void ticksKeepTheirDistanceWhenAFlushIsLate() {
        assertEquals(
                GroupSimulation.instant(60),
                GroupTimer.tick(
                        GroupSimulation.instant(60), GroupSimulation.instant(65), java.time.Duration.ofSeconds(60)));
        assertEquals(
                GroupSimulation.instant(500),
                GroupTimer.tick(
                        GroupSimulation.instant(60), GroupSimulation.instant(500), java.time.Duration.ofSeconds(60)));
    }

    static List<Long> seeds() {
        return new Random(20261124).longs(300).boxed().toList();
    }

    /** The rules against a model that keeps a group in memory as Alertmanager does, second by second. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anySequenceOfAlertsIsToldAsByTheNaiveModel(long seed) {
        Random random = new Random(seed);
        int wait = random.nextInt(40);
        int interval = 1 + random.nextInt(60);
        int repeat = 1 + random.nextInt(300);
        boolean sendResolved = random.nextInt(4) > 0;
        int downFrom = random.nextInt(2000);
        int downTo = downFrom + random.nextInt(300);
        int silentFrom = random.nextInt(2000);
        int silentTo = silentFrom + random.nextInt(400);
        GroupSimulation group = simulation(wait, interval, repeat, sendResolved);
        group.receiverUp = at -> at < downFrom || at > downTo;
        group.silenced = (name, at) -> name.equals("A") && at >= silentFrom && at <= silentTo;
        NaiveModel model = new NaiveModel(wait, interval, repeat, sendResolved);
        model.up = group.receiverUp;
        model.silenced = group.silenced;

        Map<String, Long> firingSince = new HashMap<>();
        for (long second = 0; second < 2500; second++) {
            group.runTo(second);
            for (String name : List.of("A", "B", "C")) {
                int dice = random.nextInt(150);
                Long since = firingSince.get(name);
                if (dice == 0) {
                    long start = since == null ? second - random.nextInt(60) : since;
                    firingSince.put(name, start);
                    group.post(name, start, -1);
                    model.post(second, name, start, second + 300);
                } else if (dice == 1 && since != null && model.firing(second, name)) {
                    firingSince.remove(name);
                    group.post(name, since, second);
                    model.post(second, name, since, second);
                } else if (since != null && !model.firing(second, name)) {
                    firingSince.remove(name);
                }
            }
            model.flushIfDue(second);
        }
        group.runTo(2500);

        assertEquals(model.sent, lines(group), () -> "seed " + seed + " wait " + wait + " interval " + interval);
        assertTrue(model.sent.size() < 2500);
    }

    /** A group as Alertmanager keeps it: a set of alerts in memory, emptied of resolved ones after each success. */
    private static final class NaiveModel {

        private final int wait;
        private final int interval;
        private final int repeat;
        private final boolean sendResolved;
        private final Map<String, Long> starts = new HashMap<>();
        private final Map<String, Long> ends = new HashMap<>();
        private final TreeSet<String> members = new TreeSet<>();
        private final List<String> sent = new ArrayList<>();
        private @Nullable Long due;
        private @Nullable Long toldAt;
        private TreeSet<String> toldFiring = new TreeSet<>();
        private TreeSet<String> toldResolved = new TreeSet<>();
        private java.util.function.LongPredicate up = at -> true;
        private java.util.function.BiPredicate<String, Long> silenced = (name, at) -> false;

        NaiveModel(int wait, int interval, int repeat, boolean sendResolved) {
            this.wait = wait;
            this.interval = interval;
            this.repeat = repeat;
            this.sendResolved = sendResolved;
        }

        boolean firing(long now, String name) {
            return ends.getOrDefault(name, Long.MIN_VALUE) > now;
        }

        void post(long now, String name, long start, long end) {
            long since = starts.getOrDefault(name, start);
            boolean overlaps = (end > since && end < ends.getOrDefault(name, since))
                    || (start > since && start < ends.getOrDefault(name, since));
            starts.put(name, overlaps ? Math.min(since, start) : start);
            ends.put(name, end);
            if (due == null && end > now) {
                due = starts.get(name) + wait < now ? now : now + wait;
            }
            if (due != null) {
                members.add(name);
            }
        }

        void flushIfDue(long now) {
            if (due == null || due != now) {
                return;
            }
            TreeSet<String> firing = new TreeSet<>();
            TreeSet<String> resolved = new TreeSet<>();
            for (String name : members) {
                if (!silenced.test(name, now)) {
                    (firing(now, name) ? firing : resolved).add(name);
                }
            }
            String reason = reason(now, firing, resolved);
            due = now + interval;
            if (reason != null && !up.test(now)) {
                return;
            }
            if (reason != null) {
                sent.add(now + "s " + reason + " firing=" + firing + " resolved=" + resolved);
                toldAt = now;
                toldFiring = firing;
                toldResolved = resolved;
            }
            members.removeIf(name -> !firing(now, name));
            if (members.isEmpty()) {
                due = null;
            }
        }

        private @Nullable String reason(long now, TreeSet<String> firing, TreeSet<String> resolved) {
            if (firing.isEmpty() && resolved.isEmpty()) {
                return null;
            }
            if (toldAt == null) {
                return firing.isEmpty() ? null : "first notification";
            }
            if (!toldFiring.containsAll(firing)) {
                return toldFiring.isEmpty() ? "first notification" : "new alerts added";
            }
            if (firing.isEmpty()) {
                return toldFiring.isEmpty() ? null : "all alerts resolved";
            }
            if (sendResolved && !toldResolved.containsAll(resolved)) {
                return "some alerts resolved";
            }
            return now - toldAt >= repeat ? "repeat interval elapsed" : null;
        }
    }
}
