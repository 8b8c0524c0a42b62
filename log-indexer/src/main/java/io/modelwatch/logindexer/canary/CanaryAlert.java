package io.modelwatch.logindexer.canary;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The alert while the round trip is broken: told again at every look, because a receiver takes one that is not told
 * again for over, and told to be over once it is. Not thread-safe.
 */
final class CanaryAlert {

    private final Map<String, String> labels;
    private AlertRouter.@Nullable Alert told;

    CanaryAlert(Map<String, String> labels) {
        this.labels = labels;
    }

    /**
     * Tells what there is to tell.
     *
     * @param router throws where it cannot be told; the next call tells it then
     */
    void tell(RoundTrips.@Nullable Broken broken, Instant now, Consumer<List<AlertRouter.Alert>> router) {
        AlertRouter.Alert before = told;
        if (broken != null) {
            AlertRouter.Alert alert = new AlertRouter.Alert(
                    labels,
                    Map.of(
                            "summary",
                            "log-indexer's records do not arrive in Elasticsearch",
                            "description",
                            broken.reason()),
                    broken.since(),
                    null);
            told = alert; // even if this fails half-way it must be told to be over later
            router.accept(List.of(alert));
        } else if (before != null) {
            router.accept(
                    List.of(new AlertRouter.Alert(before.labels(), before.annotations(), before.startsAt(), now)));
            told = null;
        }
    }
}
