package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.RequestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The prices in force: the built-in ones behind those of the operator's file, which is read again when it has changed. A
 * file that cannot be read changes nothing. Thread-safe.
 */
final class CurrentPrices implements Pricing {

    /** What came of looking at the file. */
    sealed interface Look {

        /** It is as it was. */
        record Unchanged() implements Look {}

        /** It was read. */
        record Read(int models) implements Look {}

        /** It cannot be read; said once for each state of the file. */
        record Failed(String cause) implements Look {}
    }

    private record Stamp(FileTime modified, long size) {}

    private final PriceTable builtIn;
    private final @Nullable Path file;
    private final CostOrder order;
    private volatile PriceTable table;
    private volatile @Nullable Stamp seen;
    private volatile boolean missing;

    /**
     * Reads the file for the first time.
     *
     * @param file null where the operator has none
     * @throws IllegalArgumentException naming what is wrong with the file
     */
    CurrentPrices(PriceTable builtIn, @Nullable Path file, CostOrder order) {
        this.builtIn = builtIn;
        this.file = file;
        this.order = order;
        this.table = builtIn;
        if (file != null && look() instanceof Look.Failed failed) {
            throw new IllegalArgumentException("metrics-collector.prices-file " + file + ": " + failed.cause());
        }
    }

    @Override
    public Cost costOf(RequestRecord request) {
        return table.costOf(request, order);
    }

    @Override
    public boolean knows(Origin origin) {
        return table.knows(origin);
    }

    /** Reads the file if it has changed since it was last looked at. */
    Look look() {
        if (file == null) {
            return new Look.Unchanged();
        }
        try {
            Stamp now = new Stamp(Files.getLastModifiedTime(file), Files.size(file));
            if (now.equals(seen)) {
                return new Look.Unchanged();
            }
            seen = now;
            missing = false;
            try (InputStream json = Files.newInputStream(file)) {
                PriceTable own = PriceTable.read(json);
                table = builtIn.overriddenBy(own);
                return new Look.Read(own.size());
            }
        } catch (IOException e) {
            boolean said = missing;
            missing = true;
            seen = null;
            return said ? new Look.Unchanged() : new Look.Failed("cannot be read");
        } catch (IllegalArgumentException e) {
            return new Look.Failed(String.valueOf(e.getMessage()));
        }
    }

    PriceTable table() {
        return table;
    }
}
