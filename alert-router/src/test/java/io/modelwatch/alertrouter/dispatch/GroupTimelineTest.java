package io.modelwatch.alertrouter.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.config.ConfigReader;
import io.modelwatch.alertrouter.config.RouterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        return simulation("s", wait, interval, repeat, sendResolved, childRoute);
    }

    private static GroupSimulation simulation(
            String unit, int wait, int interval, int repeat, boolean sendResolved, String childRoute) {
        RouterConfig config = ConfigReader.read(
                """
                route:
                  receiver: sink
                  group_wait: %d%s
                  group_interval: %d%s
                  repeat_interval: %d%s
                %s
                receivers:
                - name: sink
                  webhook_configs: [{url: 'http://sink/', send_resolved: %s}]
                time_intervals:
                - name: first-five-minutes
                  time_intervals: [{times: [{start_time: '00:00', end_time: '00:05'}]}]
                - name: second-five-minutes
                  time_intervals: [{times: [{start_time: '00:05', end_time: '00:10'}]}]
                """.formatted(wait, unit, interval, unit, repeat, unit, childRoute, sendResolved), Path.of(""));
        GroupSimulation simulation = new GroupSimulation(
                config.route().all().getLast(),
                config.receivers().get("sink"),
                unit.equals("s") ? Duration.ofSeconds(1) : Duration.ofMillis(1));
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
                        "30 first notification firing=[A, B] resolved=[]",
                        "90 new alerts added firing=[A, B, C] resolved=[]"),
                lines(group));
    }

    @Test
    void alertThatIsOlderThanGroupWaitIsToldAtOnce() {
        GroupSimulation group = simulation(30, 60, 3600, true);
        group.post("A", -31, 10_000);
        group.runTo(1);

        assertEquals(List.of("0 first notification firing=[A] resolved=[]"), lines(group));
    }

    @Test
    void repeatComesExactlyWithItsInterval() {
        GroupSimulation group = simulation(0, 60, 180, true);
        group.post("A", 0, 10_000);
        group.runTo(400);

        assertEquals(
                List.of(
                        "0 first notification firing=[A] resolved=[]",
                        "180 repeat interval elapsed firing=[A] resolved=[]",
                        "360 repeat interval elapsed firing=[A] resolved=[]"),
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
                        "10 first notification firing=[A] resolved=[]",
                        "70 all alerts resolved firing=[] resolved=[A]"),
                lines(group));
        assertFalse(group.groupExists());
    }

    @Test
    void alertThatIsNotSentAgainResolvesByItsTimeout() {
        GroupSimulation group = simulation(10, 60, 3600, true);
        group.post("A", 0, -1);
        group.runTo(1000);

        assertEquals(
                "310 all alerts resolved firing=[] resolved=[A]", lines(group).get(1));
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
                        "0 first notification firing=[A, B] resolved=[]",
                        "60 some alerts resolved firing=[A] resolved=[B]"),
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
                "240 some alerts resolved firing=[A] resolved=[B]", lines(group).get(1));
    }

    @Test
    void silencedAlertIsLeftOutAndToldWhenTheSilenceEnds() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.silenced = (name, at) -> name.equals("A") && at < 100;
        group.post("A", 0, 10_000);
        group.runTo(500);

        assertEquals(List.of("120 first notification firing=[A] resolved=[]"), lines(group));
    }

    @Test
    void mutedRouteTellsWhenTheWindowEnds() {
        GroupSimulation group =
                simulation(0, 60, 3600, true, "  routes: [{mute_time_intervals: [first-five-minutes]}]");
        group.post("A", 0, 10_000);
        group.runTo(1000);

        assertEquals(List.of("300 first notification firing=[A] resolved=[]"), lines(group));
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
        assertEquals(second(60), GroupTimer.tick(second(60), second(65), Duration.ofSeconds(60)));
        assertEquals(second(500), GroupTimer.tick(second(60), second(500), Duration.ofSeconds(60)));
    }

    private static Instant second(long second) {
        return GroupSimulation.EPOCH.plusSeconds(second);
    }

    @Test
    void endUnderASilenceIsToldWhenTheSilenceEnds() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.silenced = (name, at) -> at >= 50 && at < 1000;
        group.post("A", 0, 10_000);
        group.runTo(200);
        group.post("A", 0, 200);
        group.runTo(3000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A] resolved=[]",
                        "1020 all alerts resolved firing=[] resolved=[A]"),
                lines(group));
        assertFalse(group.groupExists());
    }

    @Test
    void endUnderASilenceIsToldAtOnceWhereThatIsWanted() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.after = new AfterSuppression(AfterSuppression.Ends.AT_ONCE, false, false);
        group.silenced = (name, at) -> at >= 50 && at < 1000;
        group.post("A", 0, 10_000);
        group.runTo(200);
        group.post("A", 0, 200);
        group.runTo(3000);

        assertEquals(
                "240 all alerts resolved firing=[] resolved=[A]", lines(group).get(1));
        assertFalse(group.groupExists());
    }

    @Test
    void endUnderASilenceIsNotToldWhereAlertmanagersWayIsWanted() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.after = new AfterSuppression(AfterSuppression.Ends.NEVER, false, false);
        group.silenced = (name, at) -> at >= 50 && at < 1000;
        group.post("A", 0, 10_000);
        group.runTo(200);
        group.post("A", 0, 200);
        group.runTo(1500);
        assertFalse(group.groupExists());
        group.post("A", 1500, 10_000);
        group.runTo(3000);

        assertEquals(
                List.of("0 first notification firing=[A] resolved=[]", "1500 alerts fire anew firing=[A] resolved=[]"),
                lines(group));
    }

    @Test
    void endOutsideTheHoursOfARouteIsToldWhenTheyBegin() {
        GroupSimulation group =
                simulation(0, 60, 3600, true, "  routes: [{mute_time_intervals: [second-five-minutes]}]");
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(400);
        group.post("A", 0, 400);
        group.runTo(1000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A, B] resolved=[]",
                        "600 some alerts resolved firing=[B] resolved=[A]"),
                lines(group));
    }

    @Test
    void whatCameAndWentOutsideTheHoursIsHeldUntilTheyBeginWhereThatIsWanted() {
        for (boolean held : new boolean[] {true, false}) {
            GroupSimulation group =
                    simulation(0, 60, 3600, true, "  routes: [{mute_time_intervals: [first-five-minutes]}]");
            group.after = new AfterSuppression(AfterSuppression.Ends.WHEN_IT_ENDS, false, held);
            group.receiverUp = at -> at != 300;
            group.post("Night", 0, 10_000);
            group.runTo(70);
            group.post("Night", 0, 70);
            group.runTo(1000);

            assertEquals(held ? List.of("360 held until now firing=[] resolved=[Night]") : List.of(), lines(group));
            assertFalse(group.groupExists());
        }
    }

    @Test
    void whatIsHeldIsToldWithWhatFiresOn() {
        GroupSimulation group =
                simulation(0, 60, 3600, true, "  routes: [{mute_time_intervals: [first-five-minutes]}]");
        group.after = new AfterSuppression(AfterSuppression.Ends.WHEN_IT_ENDS, false, true);
        group.post("Night", 0, 10_000);
        group.post("Day", 0, 10_000);
        group.runTo(70);
        group.post("Night", 0, 70);
        group.runTo(1000);

        assertEquals(List.of("300 first notification firing=[Day] resolved=[Night]"), lines(group));
    }

    @Test
    void acknowledgedAlertIsNotRepeatedButItsEndIsTold() {
        GroupSimulation group = simulation(0, 60, 120, true);
        group.acknowledged = (name, at) -> at >= 100 && at < 2000;
        group.post("A", 0, 10_000);
        group.runTo(2500);
        group.post("A", 0, 2500);
        group.runTo(3000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A] resolved=[]",
                        "2040 repeat interval elapsed firing=[A] resolved=[]",
                        "2160 repeat interval elapsed firing=[A] resolved=[]",
                        "2280 repeat interval elapsed firing=[A] resolved=[]",
                        "2400 repeat interval elapsed firing=[A] resolved=[]",
                        "2520 all alerts resolved firing=[] resolved=[A]"),
                lines(group));
    }

    @Test
    void groupIsRepeatedWhileOneOfItsAlertsIsNotAcknowledged() {
        GroupSimulation group = simulation(0, 60, 120, true);
        group.acknowledged = (name, at) -> name.equals("A");
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(150);

        assertEquals(
                "120 repeat interval elapsed firing=[A, B] resolved=[]",
                lines(group).get(1));
    }

    @Test
    void escalationIsForWhatNobodyHasAcknowledged() {
        GroupSimulation escalation = simulation(300, 60, 3600, true);
        escalation.withheld = true;
        escalation.acknowledged = (name, at) -> name.equals("Taken") || at >= 400;
        escalation.post("Taken", 0, 10_000);
        escalation.post("Left", 0, 10_000);
        escalation.runTo(500);
        escalation.post("Left", 0, 500);
        escalation.runTo(1000);

        assertEquals(
                List.of(
                        "300 first notification firing=[Left] resolved=[]",
                        "540 all alerts resolved firing=[] resolved=[Left]"),
                lines(escalation));
    }

    @Test
    void flappingAlertIsToldOnceWhereItsEndsAreHeld() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.hold = 200;
        for (int start = 0; start < 1000; start += 100) {
            group.runTo(start);
            group.post("A", start, start + 50);
        }
        group.runTo(2000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A] resolved=[]",
                        "1200 all alerts resolved firing=[] resolved=[A]"),
                lines(group));
        assertFalse(group.groupExists());
    }

    @Test
    void alertThatFiresAnewAfterASilenceIsNews() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.silenced = (name, at) -> name.equals("A") && at >= 50 && at < 500;
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(100);
        group.post("A", 0, 100);
        group.runTo(300);
        group.post("A", 300, 10_000);
        group.runTo(1000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A, B] resolved=[]",
                        "540 alerts fire anew firing=[A, B] resolved=[]"),
                lines(group));
    }

    @Test
    void alertThatFiresAnewIsNewsToAReceiverThatDoesNotHearOfEnds() {
        GroupSimulation group = simulation(0, 60, 3600, false);
        group.post("A", 0, 10_000);
        group.post("B", 0, 10_000);
        group.runTo(100);
        group.post("B", 0, 100);
        group.runTo(300);
        group.post("B", 300, 10_000);
        group.runTo(1000);

        assertEquals(
                "300 alerts fire anew firing=[A, B] resolved=[]", lines(group).get(1));
    }

    @Test
    void silencedAlertStaysOpenWhileOthersAreTold() {
        GroupSimulation group = simulation(0, 60, 3600, true);
        group.silenced = (name, at) -> name.equals("A") && at >= 50 && at < 500;
        group.post("A", 0, 10_000);
        group.runTo(100);
        group.post("C", 100, 10_000);
        group.runTo(200);
        group.post("A", 0, 200);
        group.runTo(1000);

        assertEquals(
                List.of(
                        "0 first notification firing=[A] resolved=[]",
                        "120 new alerts added firing=[C] resolved=[]",
                        "540 some alerts resolved firing=[C] resolved=[A]"),
                lines(group));
    }

    @Test
    void alertThatFiresOnIsToldAgainAfterItsSilenceOnlyWhereThatIsWanted() {
        GroupSimulation quiet = simulation(0, 60, 3600, true);
        GroupSimulation reminding = simulation(0, 60, 3600, true);
        reminding.after = new AfterSuppression(AfterSuppression.Ends.WHEN_IT_ENDS, true, false);
        for (GroupSimulation group : List.of(quiet, reminding)) {
            group.silenced = (name, at) -> at >= 50 && at < 500;
            group.post("A", 0, 10_000);
            group.runTo(1000);
        }

        assertEquals(1, quiet.sent().size());
        assertEquals(
                List.of("0 first notification firing=[A] resolved=[]", "540 suppression ended firing=[A] resolved=[]"),
                lines(reminding));
    }

    @Test
    void whatWasToldIsKnownThroughASilenceLongerThanTheRepeatInterval() {
        GroupSimulation group = simulation(0, 60, 120, true);
        group.silenced = (name, at) -> at >= 50 && at < 5000;
        group.post("A", 0, 10_000);
        group.runTo(4000);

        assertTrue(group.expiry().isAfter(second(4000)));
    }

    static List<Long> seeds() {
        return new Random(20261124).longs(300).boxed().toList();
    }

    /**
     * The rules against a model that keeps a group in memory as Alertmanager does, instant by instant: half of them in
     * milliseconds.
     */
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
        GroupSimulation group = simulation(seed % 2 == 0 ? "s" : "ms", wait, interval, repeat, sendResolved, "");
        group.after = new AfterSuppression(
                AfterSuppression.Ends.values()[random.nextInt(AfterSuppression.Ends.values().length)],
                random.nextBoolean(),
                false);
        group.receiverUp = at -> at < downFrom || at > downTo;
        group.silenced = (name, at) -> name.equals("A") && at >= silentFrom && at <= silentTo;
        NaiveModel model = new NaiveModel(wait, interval, repeat, sendResolved, group.after);
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

    /**
     * A group as Alertmanager keeps it: a set of alerts in memory, emptied of resolved ones after each success. Besides,
     * a list of what the receiver believes to fire.
     */
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
        private final Map<String, Long> believed = new HashMap<>();
        private final TreeSet<String> missing = new TreeSet<>();
        private final AfterSuppression after;
        private java.util.function.LongPredicate up = at -> true;
        private java.util.function.BiPredicate<String, Long> silenced = (name, at) -> false;

        NaiveModel(int wait, int interval, int repeat, boolean sendResolved, AfterSuppression after) {
            this.after = after;
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
            TreeSet<String> later = new TreeSet<>();
            for (String name : members) {
                boolean fires = firing(now, name);
                boolean awaited = !fires && sendResolved && believed.containsKey(name);
                boolean hidden = silenced.test(name, now);
                if (!hidden || (awaited && after.ends() == AfterSuppression.Ends.AT_ONCE)) {
                    (fires ? firing : resolved).add(name);
                } else if (awaited && after.ends() == AfterSuppression.Ends.WHEN_IT_ENDS) {
                    later.add(name);
                }
            }
            String reason = reason(now, firing, resolved);
            due = now + interval;
            if (reason != null && !up.test(now)) {
                return;
            }
            if (reason != null) {
                sent.add(now + " " + reason + " firing=" + firing + " resolved=" + resolved);
                toldAt = now;
                toldFiring = firing;
                toldResolved = resolved;
                resolved.forEach(believed::remove);
                firing.forEach(name -> believed.put(name, starts.get(name)));
            }
            missing.clear();
            missing.addAll(believed.keySet());
            missing.removeAll(firing);
            members.removeIf(name -> !firing(now, name) && !later.contains(name));
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
            for (String name : firing) {
                if (missing.contains(name) && starts.get(name) > believed.get(name)) {
                    return "alerts fire anew";
                }
            }
            boolean awaited = resolved.stream().anyMatch(believed::containsKey);
            if (firing.isEmpty()) {
                return toldFiring.isEmpty() && !awaited ? null : "all alerts resolved";
            }
            if (sendResolved && (awaited || !toldResolved.containsAll(resolved))) {
                return "some alerts resolved";
            }
            if (after.remind() && firing.stream().anyMatch(missing::contains)) {
                return "suppression ended";
            }
            return now - toldAt >= repeat ? "repeat interval elapsed" : null;
        }
    }
}
