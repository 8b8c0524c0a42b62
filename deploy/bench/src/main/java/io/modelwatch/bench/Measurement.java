package io.modelwatch.bench;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A subject under one load.
 *
 * @param subject who was measured
 * @param events what the load counts: records, alerts, rows
 * @param rate events a second
 * @param cpuPerMillion CPU seconds of the subject's processes for a million events
 * @param p50 milliseconds a request, as are {@code p95} and {@code p99}
 * @param resident megabytes after the load
 * @param failed requests that were not answered with 2xx
 */
record Measurement(
        String subject,
        long events,
        double rate,
        double cpuPerMillion,
        double p50,
        double p95,
        double p99,
        double resident,
        long failed) {

    /** A subject: its name, where it listens and the processes whose time is its own. */
    record Subject(String name, URI url, Supplier<Collection<Long>> processes) {}

    /**
     * Sends {@code warmUp} requests, then measures {@code count}.
     *
     * @param eventsPerRequest how many events a request has
     */
    static Measurement of(
            Subject subject,
            int connections,
            long warmUp,
            long count,
            int eventsPerRequest,
            LongFunction<byte[]> requests)
            throws IOException {
        if (warmUp > 0) {
            Load.run(subject.url(), connections, warmUp, requests);
        }
        Usage before = Usage.of(subject.processes().get());
        Load.Result result = Load.run(subject.url(), connections, count, n -> requests.apply(warmUp + n));
        Usage after = Usage.of(subject.processes().get());
        long events = count * eventsPerRequest;
        return new Measurement(
                subject.name(),
                events,
                events / result.seconds(),
                (after.cpuSeconds() - before.cpuSeconds()) / events * 1e6,
                result.millis(50),
                result.millis(95),
                result.millis(99),
                after.residentMegabytes(),
                result.failed());
    }
}
