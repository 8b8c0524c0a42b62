package io.modelwatch.logindexer.elasticsearch;

import io.modelwatch.logindexer.delivery.BulkAnswer;
import io.modelwatch.logindexer.delivery.ItemAnswer;
import io.modelwatch.logindexer.document.BulkEntry;
import io.modelwatch.logindexer.spool.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send records that may be stored already. Those found in an index that the data stream has left since
 * they were accepted are not sent. Where it rolls over between the look and the writing, what was written twice is
 * taken out of the newer index again; should that fail, the next attempt finds it.
 */
final class Resending {

    /** How far the clocks of this machine and of Elasticsearch may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private final Rollovers rollovers;
    private final List<Frame> records;
    private final List<String> ids = new ArrayList<>();
    private final Instant since;
    private @Nullable BackingIndex current;

    Resending(Rollovers rollovers, List<Frame> records) throws IOException {
        this.rollovers = rollovers;
        this.records = records;
        for (Frame frame : records) {
            ids.add(BulkEntry.idOf(frame.payload()));
        }
        this.since = records.getFirst().time().minus(CLOCKS);
    }

    interface Sending {
        BulkAnswer send(List<byte[]> entries) throws InterruptedException;
    }

    /**
     * Sends what is not found.
     *
     * @throws IOException when it could not be looked for; nothing more is known than before
     */
    BulkAnswer send(Sending sending) throws IOException, InterruptedException {
        Map<String, String> known = stored(ids);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!known.containsKey(ids.get(i))) {
                entries.add(records.get(i).payload());
            }
        }
        if (entries.isEmpty()) {
            return answer(known.keySet(), List.of());
        }
        BulkAnswer answer = sending.send(entries);
        if (!(answer instanceof BulkAnswer.Items items)) {
            return answer;
        }
        if (items.items().size() != entries.size()) {
            return new BulkAnswer.Unanswered(items.items().size() + " answers for " + entries.size() + " records");
        }
        return answer(known.keySet(), checked(known.keySet(), items.items()));
    }

    /** The answers to what was sent, where what went into a newer index is looked for in those before. */
    private List<ItemAnswer> checked(Set<String> known, List<ItemAnswer> answers)
            throws IOException, InterruptedException {
        BackingIndex writtenTo = current;
        Map<String, String> elsewhere = new HashMap<>();
        List<ItemAnswer> checked = new ArrayList<>(answers);
        int next = 0;
        for (String id : ids) {
            if (known.contains(id)) {
                continue;
            }
            ItemAnswer item = answers.get(next++);
            if (item.isCreated() && (writtenTo == null || !item.index().equals(writtenTo.name()))) {
                elsewhere.put(id, item.index());
            }
        }
        if (elsewhere.isEmpty()) {
            return answers;
        }
        Map<String, String> first = stored(elsewhere.keySet());
        next = 0;
        for (String id : ids) {
            if (known.contains(id)) {
                continue;
            }
            String index = first.get(id);
            if (index != null && elsewhere.containsKey(id) && !index.equals(elsewhere.get(id))) {
                checked.set(next, ItemAnswer.KNOWN);
            }
            next++;
        }
        return checked;
    }

    /** Where documents are since the data stream has rolled over; of several copies the oldest stays. */
    private Map<String, String> stored(Collection<String> wanted) throws IOException, InterruptedException {
        List<BackingIndex> indices = rollovers.indices();
        current = indices.isEmpty() ? null : indices.getLast();
        List<BackingIndex> left = BackingIndex.leftSince(indices, since);
        if (left.isEmpty()) {
            return Map.of();
        }
        List<BackingIndex> possible = new ArrayList<>(left);
        possible.add(indices.getLast());
        Map<String, Long> generations = new HashMap<>();
        possible.forEach(index -> generations.put(index.name(), index.generation()));
        Map<String, String> first = new HashMap<>();
        List<Rollovers.Copy> copies = new ArrayList<>();
        rollovers.find(new HashSet<>(wanted), possible).forEach((id, names) -> {
            List<String> byAge = new ArrayList<>(names);
            byAge.sort(Comparator.comparing(name -> generations.getOrDefault(name, Long.MAX_VALUE)));
            first.put(id, byAge.getFirst());
            byAge.stream().skip(1).forEach(name -> copies.add(new Rollovers.Copy(id, name)));
        });
        if (!copies.isEmpty()) {
            rollovers.delete(copies);
        }
        return first;
    }

    private BulkAnswer answer(Set<String> known, List<ItemAnswer> sent) {
        List<ItemAnswer> all = new ArrayList<>();
        int next = 0;
        for (String id : ids) {
            all.add(known.contains(id) ? ItemAnswer.KNOWN : sent.get(next++));
        }
        return new BulkAnswer.Items(all);
    }
}
