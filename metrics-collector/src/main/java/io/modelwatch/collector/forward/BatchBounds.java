package io.modelwatch.collector.forward;

import java.util.ArrayList;
import java.util.List;

/**
 * How much goes into one request to a destination.
 *
 * @param records most records
 * @param bytes most bytes, unless one record alone has more
 */
record BatchBounds(int records, long bytes) {

    /** Whether a batch that has so much already takes one more record; an empty one takes any. */
    boolean hasRoom(int count, long size, Outgoing next) {
        return count == 0 || (count < records && size + next.json().length <= bytes);
    }

    /** The same records, in order, cut into batches. */
    List<List<Outgoing>> cut(List<Outgoing> all) {
        List<List<Outgoing>> batches = new ArrayList<>();
        List<Outgoing> batch = new ArrayList<>();
        long size = 0;
        for (Outgoing record : all) {
            if (!hasRoom(batch.size(), size, record)) {
                batches.add(batch);
                batch = new ArrayList<>();
                size = 0;
            }
            batch.add(record);
            size += record.json().length;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
