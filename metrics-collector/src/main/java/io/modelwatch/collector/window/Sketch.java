package io.modelwatch.collector.window;

import io.modelwatch.collector.durable.PartReader;
import io.modelwatch.collector.durable.PartWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Quantiles of many values in little memory: values are counted in buckets whose bounds grow by a constant factor, so a
 * quantile is off by at most {@value #RELATIVE_ERROR} of its value, whatever the distribution. Magnitudes are told
 * apart between 1e-9 and 1e15; smaller ones count as zero, larger ones as 1e15. Not thread-safe.
 */
final class Sketch {

    static final double RELATIVE_ERROR = 0.01;

    private static final double SMALLEST = 1e-9;
    private static final double LARGEST = 1e15;
    private static final double GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    private static final double LOG_GROWTH = Math.log(GROWTH);

    private static final int LOWEST = bucketOf(SMALLEST);
    private static final int HIGHEST = bucketOf(LARGEST);

    private final Buckets positive = new Buckets();
    private final Buckets negative = new Buckets();
    private long zeros;
    private long count;

    void add(double value) {
        count++;
        if (value >= SMALLEST) {
            positive.add(bucketOf(value), 1);
        } else if (value <= -SMALLEST) {
            negative.add(bucketOf(-value), 1);
        } else {
            zeros++;
        }
    }

    void merge(Sketch other) {
        count += other.count;
        zeros += other.zeros;
        positive.merge(other.positive);
        negative.merge(other.negative);
    }

    /**
     * The smallest value that at least the given share of the values does not exceed.
     *
     * @param share above 0 and at most 1
     * @throws IllegalStateException when there are no values
     */
    double quantile(double share) {
        if (count == 0) {
            throw new IllegalStateException("no values");
        }
        long rank = Math.max(1, (long) Math.ceil(share * count));
        if (rank <= negative.total) {
            return -middleOf(negative.bucketAt(negative.total - rank + 1));
        }
        rank -= negative.total;
        if (rank <= zeros) {
            return 0;
        }
        return middleOf(positive.bucketAt(rank - zeros));
    }

    void write(PartWriter out) throws IOException {
        out.number(count);
        out.number(zeros);
        positive.write(out);
        negative.write(out);
    }

    void read(PartReader in) throws IOException {
        count = in.number();
        zeros = in.number();
        positive.read(in);
        negative.read(in);
    }

    private static int bucketOf(double magnitude) {
        return (int) Math.ceil(Math.log(Math.min(magnitude, LARGEST)) / LOG_GROWTH);
    }

    private static double middleOf(int bucket) {
        return 2 * Math.exp(bucket * LOG_GROWTH) / (GROWTH + 1);
    }

    /** Counts by bucket number in one dense array from the lowest to the highest number seen. */
    private static final class Buckets {

        private static final int SPARE = 16;
        private static final int[] NONE = {};

        private int[] counts = NONE;
        private int first;
        private long total;

        void add(int bucket, int times) {
            makeRoomFor(bucket, bucket);
            addAt(bucket - first, times);
            total += times;
        }

        void merge(Buckets other) {
            if (other.total == 0) {
                return;
            }
            makeRoomFor(other.first, other.first + other.counts.length - 1);
            for (int i = 0; i < other.counts.length; i++) {
                addAt(other.first + i - first, other.counts[i]);
            }
            total += other.total;
        }

        /** The bucket that holds the value of the given rank, counted from 1 at the lowest. */
        int bucketAt(long rank) {
            long seen = 0;
            int last = first;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    last = first + i;
                    seen += counts[i];
                    if (seen >= rank) {
                        return last;
                    }
                }
            }
            return last;
        }

        /** How many buckets are used, then of each how far it is from the one before, and its count. */
        void write(PartWriter out) throws IOException {
            int used = 0;
            for (int times : counts) {
                used += times > 0 ? 1 : 0;
            }
            out.number(used);
            int before = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    out.number(first + i - before);
                    out.number(counts[i]);
                    before = first + i;
                }
            }
        }

        void read(PartReader in) throws IOException {
            int bucket = 0;
            for (int used = in.size(HIGHEST - LOWEST + 1); used > 0; used--) {
                bucket += (int) in.number();
                int times = (int) in.number();
                if (bucket < LOWEST || bucket > HIGHEST || times <= 0) {
                    throw new IOException("a bucket is out of range");
                }
                add(bucket, times);
            }
        }

        private void addAt(int index, int times) {
            int sum = counts[index] + times;
            counts[index] = sum < 0 ? Integer.MAX_VALUE : sum;
        }

        private void makeRoomFor(int low, int high) {
            if (counts.length == 0) {
                counts = new int[high - low + 1];
                first = low;
                return;
            }
            if (low < first) {
                int added = first - low + SPARE;
                int[] wider = new int[counts.length + added];
                System.arraycopy(counts, 0, wider, added, counts.length);
                counts = wider;
                first -= added;
            }
            if (high >= first + counts.length) {
                counts = Arrays.copyOf(counts, high - first + 1 + SPARE);
            }
        }
    }
}
