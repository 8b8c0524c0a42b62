package io.modelwatch.collector.forward;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A destination that can be down, refuses what is called bad, and remembers what it took. */
final class ScriptedDestination implements Destination {

    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    volatile int failuresToCome;
    volatile boolean refusesWholeBatches;
    volatile int calls;

    static Outgoing record(String text) {
        return new Outgoing(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Outgoing> records(String... texts) {
        List<Outgoing> records = new ArrayList<>();
        for (String text : texts) {
            records.add(record(text));
        }
        return records;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public synchronized Reply send(List<Outgoing> batch) {
        calls++;
        if (failuresToCome > 0) {
            failuresToCome--;
            return new Reply.Unavailable("down");
        }
        List<String> texts = batch.stream()
                .map(record -> new String(record.json(), StandardCharsets.UTF_8))
                .toList();
        if (refusesWholeBatches && texts.stream().anyMatch(text -> text.startsWith("bad"))) {
            return new Reply.Refused(Problem.of(CommonProblem.INVALID_RECORD, "bad"));
        }
        batchSizes.add(batch.size());
        Map<Integer, Problem> refused = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).startsWith("bad")) {
                refused.put(i, Problem.of(CommonProblem.INVALID_RECORD, texts.get(i)));
            } else {
                taken.add(texts.get(i));
            }
        }
        return new Reply.Taken(refused);
    }
}
