package io.modelwatch.alertrouter.receiver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells by posting JSON to a URL.
 *
 * @param index its place among the receiver's webhooks
 * @param url where to post, or null when {@code urlFile} says it
 * @param urlFile a file that holds the URL, read anew for each notification
 * @param sendResolved whether the end of alerts is told too
 * @param maxAlerts most alerts in one message; 0 for no bound
 * @param timeout for one request; zero for none of its own
 * @param http how requests are sent
 */
public record Webhook(
        int index,
        @Nullable URI url,
        @Nullable Path urlFile,
        boolean sendResolved,
        int maxAlerts,
        Duration timeout,
        HttpSettings http)
        implements Integration {

    /** The kind of integration, as the notification log and the metrics name it. */
    public static final String KIND = "webhook";

    @Override
    public String kind() {
        return KIND;
    }
}
