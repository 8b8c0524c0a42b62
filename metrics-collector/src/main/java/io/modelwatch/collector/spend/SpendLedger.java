package io.modelwatch.collector.spend;

import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.collector.spend.SpendBook.BookException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rolls up what requests used and cost. What was counted is kept as totals of this run and hour of arrival, and the totals
 * are written, not the increments: an attempt whose outcome nobody knows is simply repeated. While one thread writes, what
 * others bring waits for the next write, together. Thread-safe.
 */
final class SpendLedger {

    private static final class Totals {
        private final Map<SpendKey, Spend> all = new HashMap<>();
        private final Set<SpendKey> changed = new HashSet<>();
    }

    private final SpendBook book;
    private final int mostKeys;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<Instant, Totals> totals = new LinkedHashMap<>();
    private long folded;

    SpendLedger(SpendBook book, int mostKeys, InstantSource clock) {
        this.book = book;
        this.mostKeys = mostKeys;
        this.clock = clock;
    }

    /** Counts requests; they are written with the next {@link #flush}. */
    void add(List<PricedRequest> requests) {
        count(requests);
    }

    /**
     * Counts requests and returns once they are written, perhaps by another thread together with its own.
     *
     * @throws BookException when they are not; then they do not count
     */
    void addAndWrite(List<PricedRequest> requests) throws BookException {
        Map<Instant, Map<SpendKey, Spend>> counted = count(requests);
        try {
            flush();
        } catch (BookException e) {
            takeBack(counted);
            throw e;
        }
    }

    private Map<Instant, Map<SpendKey, Spend>> count(List<PricedRequest> requests) {
        lock.lock();
        try {
            Instant arrived = clock.instant().truncatedTo(ChronoUnit.HOURS);
            Totals current = totals.computeIfAbsent(arrived, hour -> new Totals());
            Map<SpendKey, Spend> counted = new HashMap<>();
            for (PricedRequest priced : requests) {
                SpendKey key = bounded(current, SpendKey.of(priced.request()));
                Spend spend = Spend.of(priced);
                current.all.merge(key, spend, Spend::plus);
                current.changed.add(key);
                counted.merge(key, spend, Spend::plus);
            }
            return Map.of(arrived, counted);
        } finally {
            lock.unlock();
        }
    }

    /** Beyond the bound users, and then everything, become one. */
    private SpendKey bounded(Totals current, SpendKey key) {
        if (current.all.containsKey(key) || current.all.size() < mostKeys) {
            return key;
        }
        folded++;
        SpendKey otherUser = key.otherUser();
        return current.all.containsKey(otherUser) || current.all.size() < 2L * mostKeys ? otherUser : key.allOther();
    }

    private void takeBack(Map<Instant, Map<SpendKey, Spend>> counted) {
        lock.lock();
        try {
            counted.forEach((arrived, spends) -> {
                // Written perhaps, so written again: with what is right now.
                Totals of = totals.computeIfAbsent(arrived, hour -> new Totals());
                spends.forEach((key, spend) -> {
                    of.all.merge(key, Spend.NOTHING.minus(spend), Spend::plus);
                    of.changed.add(key);
                });
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what has changed; one thread at a time, the others wait and then find their changes written.
     *
     * @throws BookException when it is not certain that all is written; it stays to be written
     */
    void flush() throws BookException {
        writing.lock();
        try {
            for (Instant arrived : arrivals()) {
                Map<SpendKey, Spend> rows = takeChanged(arrived);
                if (!rows.isEmpty()) {
                    write(arrived, rows);
                }
                forgetIfDone(arrived);
            }
        } finally {
            writing.unlock();
        }
    }

    private void write(Instant arrived, Map<SpendKey, Spend> rows) throws BookException {
        boolean written = false;
        try {
            book.write(arrived, rows);
            written = true;
        } finally {
            if (!written) {
                markChanged(arrived, rows.keySet());
            }
        }
    }

    private List<Instant> arrivals() {
        lock.lock();
        try {
            return new ArrayList<>(totals.keySet());
        } finally {
            lock.unlock();
        }
    }

    private Map<SpendKey, Spend> takeChanged(Instant arrived) {
        lock.lock();
        try {
            Totals of = totals.get(arrived);
            Map<SpendKey, Spend> rows = new HashMap<>();
            if (of != null) {
                of.changed.forEach(key -> rows.put(key, of.all.getOrDefault(key, Spend.NOTHING)));
                of.changed.clear();
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private void markChanged(Instant arrived, Set<SpendKey> keys) {
        lock.lock();
        try {
            Totals of = totals.get(arrived);
            if (of != null) {
                of.changed.addAll(keys);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The totals of an hour are needed until it is over and all is written. */
    private void forgetIfDone(Instant arrived) {
        lock.lock();
        try {
            Totals of = totals.get(arrived);
            Instant current = clock.instant().truncatedTo(ChronoUnit.HOURS);
            // An hour later: nobody can still be taking back then.
            if (of != null && of.changed.isEmpty() && arrived.isBefore(current.minus(1, ChronoUnit.HOURS))) {
                totals.remove(arrived);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many requests lost their user or more to the bound on keys. */
    long folded() {
        lock.lock();
        try {
            return folded;
        } finally {
            lock.unlock();
        }
    }

    /** How many rows wait to be written. */
    int unwritten() {
        lock.lock();
        try {
            return totals.values().stream().mapToInt(of -> of.changed.size()).sum();
        } finally {
            lock.unlock();
        }
    }
}
