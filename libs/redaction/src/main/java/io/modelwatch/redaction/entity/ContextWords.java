package io.modelwatch.redaction.entity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All context words of all types, found by their first two characters. */
final class ContextWords {

    /** What announces something that is no personal data. */
    private static final String OTHER_WORDS =
            "order|order no|order id|invoice|tracking|serial|sku|batch|build|version|commit|sha|hash|checksum|timestamp|trace|"
                    + "trace id|request id|session|release|ticket|sequence|row|offset|bytes|isbn|"
                    + "订单|流水|编号|批次|快递|运单|版本|序列号|单号|时间戳|工单";

    private static final int BUCKETS = 4096;
    private static final Entry[] NONE = new Entry[0];
    private static final Entry[][] TABLE = table();

    /** A word and the types it announces; none where it announces something that is no personal data. */
    record Entry(String word, Set<EntityType> types) {
        int length() {
            return word.length();
        }
    }

    private ContextWords() {}

    /** The words that start at {@code at} and end no later than {@code end}; Latin ones as whole words. */
    static List<Entry> startingAt(Subject subject, int at, int end) {
        if (at + 1 >= end) {
            return List.of();
        }
        char first = Chars.lower(subject.at(at));
        Entry[] bucket = TABLE[bucket(first, Chars.lower(subject.at(at + 1)))];
        if (bucket.length == 0 || (Chars.isWord(first) && Chars.isLetter(subject.at(at - 1)))) {
            return List.of();
        }
        List<Entry> found = List.of();
        for (Entry entry : bucket) {
            int stop = at + entry.length();
            if (stop <= end && subject.startsWithIgnoreCase(entry.word, at) && endsWord(subject, stop)) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(entry);
            }
        }
        return found;
    }

    private static boolean endsWord(Subject subject, int stop) {
        if (!Chars.isWord(subject.at(stop - 1)) || !isLetter(subject.at(stop))) {
            return true;
        }
        return Chars.lower(subject.at(stop)) == 's' && !isLetter(subject.at(stop + 1));
    }

    private static boolean isLetter(char c) {
        return Chars.isWord(c) && !Chars.isDigit(c);
    }

    private static int bucket(char first, char second) {
        return (first * 31 + second) & (BUCKETS - 1);
    }

    private static Entry[][] table() {
        Map<String, Set<EntityType>> words = new LinkedHashMap<>();
        for (String word : OTHER_WORDS.split("\\|", -1)) {
            words.put(word, EnumSet.noneOf(EntityType.class));
        }
        for (EntityType type : EntityType.values()) {
            for (String word : type.contextWords()) {
                words.computeIfAbsent(word, w -> EnumSet.noneOf(EntityType.class))
                        .add(type);
            }
        }
        Entry[][] table = new Entry[BUCKETS][];
        Arrays.fill(table, NONE);
        words.forEach((word, types) -> {
            int bucket = bucket(word.charAt(0), word.charAt(1));
            Entry[] longer = Arrays.copyOf(table[bucket], table[bucket].length + 1);
            longer[longer.length - 1] = new Entry(word, types);
            table[bucket] = longer;
        });
        return table;
    }
}
