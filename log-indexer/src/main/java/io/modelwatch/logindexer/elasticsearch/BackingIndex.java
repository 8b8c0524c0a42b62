package io.modelwatch.logindexer.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the indices behind a data stream; only the one with the highest generation is written to.
 *
 * @param name its name, which ends in its generation
 * @param generation its number among the indices of the data stream
 * @param created when it was created, by Elasticsearch's clock
 */
record BackingIndex(String name, long generation, Instant created) {

    private static final Pattern NAME = Pattern.compile("\\.ds-.*-([0-9]{6,18})");

    /** The indices of an answer to {@code GET /<data stream>/_settings}, the oldest first. */
    static List<BackingIndex> of(JsonNode settings) {
        List<BackingIndex> indices = new ArrayList<>();
        settings.forEachEntry((name, index) -> {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                long created = index.path("settings")
                        .path("index")
                        .path("creation_date")
                        .asLong();
                indices.add(new BackingIndex(name, Long.parseLong(matcher.group(1)), Instant.ofEpochMilli(created)));
            }
        });
        indices.sort(Comparator.comparingLong(BackingIndex::generation));
        return indices;
    }

    /**
     * Those that were written to at or after a time and are not any more: the one that followed was created after it.
     *
     * @param indices all, the oldest first
     */
    static List<BackingIndex> leftSince(List<BackingIndex> indices, Instant time) {
        List<BackingIndex> left = new ArrayList<>();
        for (int i = 0; i + 1 < indices.size(); i++) {
            if (!indices.get(i + 1).created().isBefore(time)) {
                left.add(indices.get(i));
            }
        }
        return left;
    }
}
