package io.modelwatch.collector.scrape;

import io.modelwatch.collector.window.Labels;
import java.net.URI;
import java.time.Duration;

/**
 * Something with a metrics page.
 *
 * @param labels go with everything it says; {@code instance} is its host and port unless they name another
 * @param timeout for a whole answer
 */
record Target(URI url, Labels labels, Duration interval, Duration timeout) {

    Target {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("must be a URL with http or https and a host, was " + url);
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "must have an interval of at least 1s and a timeout, had " + interval + " and " + timeout);
        }
        if (!labels.values().containsKey("instance")) {
            labels = labels.and("instance", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
        }
    }
}
