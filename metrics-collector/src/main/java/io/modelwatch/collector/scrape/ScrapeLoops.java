package io.modelwatch.collector.scrape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The loops that run, one a target. Thread-safe. */
final class ScrapeLoops {

    private final Scraper scraper;
    private final ScrapeMetrics metrics;
    private final Map<Target, Thread> running = new HashMap<>();

    ScrapeLoops(Scraper scraper, ScrapeMetrics metrics) {
        this.scraper = scraper;
        this.metrics = metrics;
    }

    /** Scrapes exactly these from now on: those that are new begin, those that are not among them end. */
    synchronized void run(Set<Target> targets) {
        for (Target gone : new HashSet<>(running.keySet())) {
            if (!targets.contains(gone)) {
                Thread loop = running.remove(gone);
                if (loop != null) {
                    loop.interrupt();
                }
                metrics.forget(gone);
            }
        }
        for (Target target : targets) {
            running.computeIfAbsent(
                    target,
                    fresh -> Thread.ofVirtual()
                            .name("scrape-" + fresh.url())
                            .start(new ScrapeLoop(fresh, scraper, metrics)));
        }
    }

    synchronized int size() {
        return running.size();
    }
}
