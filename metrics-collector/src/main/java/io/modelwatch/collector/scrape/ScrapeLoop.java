package io.modelwatch.collector.scrape;

import java.time.Duration;
import org.jboss.logging.Logger;

/** Asks one target again and again, on a virtual thread, until it is interrupted. */
final class ScrapeLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(ScrapeLoop.class);

    private final Target target;
    private final Scraper scraper;
    private final ScrapeMetrics metrics;

    ScrapeLoop(Target target, Scraper scraper, ScrapeMetrics metrics) {
        this.target = target;
        this.scraper = scraper;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        boolean up = false;
        boolean first = true;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long next = System.nanoTime() + target.interval().toNanos();
                Outcome outcome = ask();
                metrics.note(target, outcome, up || first);
                up = outcome instanceof Outcome.Up;
                first = false;
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that failed unexpectedly must not end the loop. */
    private Outcome ask() throws InterruptedException {
        try {
            return scraper.scrape(target);
        } catch (RuntimeException e) {
            LOG.errorf(e, "scrape failed unexpectedly target=%s", target.url());
            return new Outcome.Down("it failed unexpectedly");
        }
    }
}
