package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelwatch.devstack.demo.Figures.Played;
import io.modelwatch.devstack.demo.GatewayClient.Form;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sends records at a rate, in bodies of changing form. With mischief it also sends some records twice and a few broken
 * ones, which the client expects to be told. Not thread-safe.
 */
final class Feeder {

    /** Where records come from; null after the last one. */
    interface Source {
        @Nullable
        ObjectNode next(Instant now) throws IOException;
    }

    /** Called every few seconds and at the end of each phase. */
    interface Progress {
        void report(String phase, Duration elapsed, int sent) throws InterruptedException;
    }

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final int MAX_BATCH = 100;
    private static final int MAX_SINGLES = 12;
    private static final int REMEMBERED = 200;
    private static final double REPEAT_SHARE = 0.06;

    private final GatewayClient client;
    private final Timer timer;
    private final Random random;
    private final boolean mischief;
    private final List<ObjectNode> earlier = new ArrayList<>();
    private final Deque<Outgoing> bad = new ArrayDeque<>();
    private boolean spoiled;

    Feeder(GatewayClient client, Timer timer, long seed, boolean mischief) {
        this.client = client;
        this.timer = timer;
        this.random = new Random(seed);
        this.mischief = mischief;
    }

    /**
     * Sends {@code count} records at {@code rate} a second, or as many as the source has; fewer where that takes far
     * too long.
     */
    Played play(String name, int count, double rate, Source source, Progress progress)
            throws IOException, InterruptedException {
        Instant start = timer.now();
        Duration planned = Duration.ofMillis(Math.round(count / rate * 1000));
        Instant deadline = start.plus(planned.multipliedBy(3)).plusSeconds(20);
        int errorsBefore = client.counts().errors();
        Instant nextProgress = start.plus(PROGRESS);
        int sent = 0;
        for (int tick = 1; sent < count && timer.now().isBefore(deadline); tick++) {
            timer.sleep(Duration.between(timer.now(), start.plus(TICK.multipliedBy(tick))));
            Duration elapsed = Duration.between(start, timer.now());
            int due = (int) Math.min(count, Math.ceil(rate * elapsed.toMillis() / 1000.0)) - sent;
            while (due > 0) {
                int taken = batch(Math.min(due, MAX_BATCH), source);
                if (taken == 0) {
                    return played(name, start, sent, sent, errorsBefore);
                }
                sent += taken;
                due -= taken;
            }
            if (!timer.now().isBefore(nextProgress)) {
                progress.report(name, Duration.between(start, timer.now()), sent);
                nextProgress = timer.now().plus(PROGRESS);
            }
        }
        progress.report(name, Duration.between(start, timer.now()), sent);
        return played(name, start, count, sent, errorsBefore);
    }

    private Played played(String name, Instant start, int wanted, int sent, int errorsBefore) {
        return new Played(
                name,
                Duration.between(start, timer.now()),
                wanted,
                sent,
                client.counts().errors() - errorsBefore);
    }

    /** Sends up to so many records; returns how many there were. */
    private int batch(int size, Source source) throws IOException, InterruptedException {
        List<Outgoing> records = new ArrayList<>();
        List<ObjectNode> fresh = new ArrayList<>();
        while (fresh.size() < size) {
            ObjectNode record = source.next(timer.now());
            if (record == null) {
                break;
            }
            fresh.add(record);
            records.add(Outgoing.fresh(record));
        }
        if (fresh.isEmpty()) {
            return 0;
        }
        Form form = form(size);
        if (mischief) {
            form = addMischief(records, fresh.getFirst(), form);
        }
        client.send(records, form, random.nextDouble() < 0.35);
        remember(fresh);
        return fresh.size();
    }

    private Form form(int size) {
        int choice = random.nextInt(10);
        if (choice < 3) {
            return Form.ARRAY;
        }
        return choice < 6 || size > MAX_SINGLES ? Form.LINES : Form.SINGLE;
    }

    /** Two broken records alone, two in an array and two among lines; and now and then a record once more. */
    private Form addMischief(List<Outgoing> records, ObjectNode model, Form form) throws InterruptedException {
        Form chosen = form;
        if (!spoiled) {
            spoiled = true;
            bad.addAll(BadRecords.from(model));
            client.send(List.of(bad.removeFirst(), bad.removeFirst()), Form.SINGLE, false);
        } else if (!bad.isEmpty()) {
            chosen = bad.size() > 2 ? Form.ARRAY : Form.LINES;
            records.add(0, bad.removeFirst());
            records.add(bad.removeFirst());
        }
        if (!earlier.isEmpty() && random.nextDouble() < REPEAT_SHARE) {
            records.add(Outgoing.repeated(earlier.get(random.nextInt(earlier.size()))));
        }
        return chosen;
    }

    private void remember(List<ObjectNode> records) {
        if (!mischief) {
            return;
        }
        earlier.addAll(records);
        if (earlier.size() > REMEMBERED) {
            earlier.subList(0, earlier.size() - REMEMBERED).clear();
        }
    }
}
