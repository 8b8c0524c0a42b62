package io.modelwatch.collector.forward;

import io.modelwatch.collector.longterm.LongTermStore;
import io.modelwatch.collector.longterm.LongTermStore.Inserted;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** The long-term store as a destination: a batch is one insert. */
final class LongTermDestination implements Destination {

    private final LongTermStore store;

    LongTermDestination(LongTermStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public Reply send(List<Outgoing> batch) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (Outgoing record : batch) {
            rows.writeBytes(record.json());
            rows.write('\n');
        }
        return switch (store.insert(rows.toByteArray())) {
            case Inserted.All all -> new Reply.Taken(Map.of());
            case Inserted.Refused refused ->
                new Reply.Refused(Problem.of(CommonProblem.INVALID_RECORD, "clickhouse refused it: " + refused.why()));
            case Inserted.Unknown unknown -> new Reply.Unavailable(unknown.why());
        };
    }
}
