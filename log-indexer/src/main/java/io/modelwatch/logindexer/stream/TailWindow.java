package io.modelwatch.logindexer.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tail has shown. Documents do not become visible in the order in which they were received, so the tail looks
 * back behind the newest one that it has shown, and leaves out those shown already. Not thread-safe.
 */
final class TailWindow {

    /** Most documents to leave out of a search by their identifiers. */
    static final int MAX_SHOWN = 10_000;

    private final Duration overlap;
    private final Map<String, Place> shown = new LinkedHashMap<>();
    private Place floor;
    private Instant newest;

    /**
     * A place in the order of receipt.
     *
     * @param time when a document was received, in milliseconds
     * @param id the identifier of the document, which decides between those of the same time
     */
    record Place(Instant time, String id) {
        static final Comparator<Place> ORDER = Comparator.comparing(Place::time).thenComparing(Place::id);
    }

    /** A tail that begins behind a document, or at a time where the identifier is empty. */
    TailWindow(Place from, Duration overlap) {
        this.floor = from;
        this.newest = from.time();
        this.overlap = overlap;
        if (!from.id().isEmpty()) {
            shown.put(from.id(), from);
        }
    }

    /** The place from which on to look, included; of its time all documents where it has no identifier. */
    Place since() {
        Place back = new Place(newest.minus(overlap), "");
        return Place.ORDER.compare(back, floor) < 0 ? floor : back;
    }

    /** The documents to leave out. */
    List<String> shown() {
        return List.copyOf(shown.keySet());
    }

    /**
     * Shows documents that were found {@link #since()} there, without those {@link #shown()}.
     *
     * @param total how many there were
     * @param latest the last of them, the very last one first
     * @return how many are not shown, and never will be
     */
    long show(long total, List<Place> latest) {
        for (Place place : latest) {
            shown.put(place.id(), place);
            newest = place.time().isAfter(newest) ? place.time() : newest;
        }
        long dropped = Math.max(0, total - latest.size());
        if (dropped > 0 && !latest.isEmpty()) {
            forgetBefore(latest.getLast());
        }
        forgetBefore(since());
        if (shown.size() > MAX_SHOWN) {
            List<Place> places = shown.values().stream().sorted(Place.ORDER).toList();
            forgetBefore(places.get(places.size() - MAX_SHOWN));
        }
        return dropped;
    }

    private void forgetBefore(Place place) {
        floor = Place.ORDER.compare(place, floor) > 0 ? place : floor;
        shown.values().removeIf(earlier -> Place.ORDER.compare(earlier, floor) < 0);
    }
}
