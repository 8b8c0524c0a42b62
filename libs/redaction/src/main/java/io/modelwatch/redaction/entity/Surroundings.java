package io.modelwatch.redaction.entity;

import java.util.ArrayList;
import java.util.List;

/** The context words near a place of one text. Never looks across a blank line. */
final class Surroundings {

    /** Budget of one look back; a Chinese character costs three. */
    private static final int BEFORE = 64;

    private static final int HAN_COST = 3;
    private static final int AFTER = 4;
    private static final int DOUBT_DISTANCE = 16;

    private record Hit(ContextWords.Entry word, int distance) {}

    private final Subject subject;
    private final List<Hit> hits = new ArrayList<>();
    private int cachedStart = -1;

    Surroundings(Subject subject) {
        this.subject = subject;
    }

    /** Units between the nearest context word of the type and the value, or -1. */
    int distance(EntityType type, int start, int end) {
        if (type.contextWords().isEmpty()) {
            return -1;
        }
        lookBack(start);
        for (Hit hit : hits) {
            if (hit.word().types().contains(type)) {
                return hit.distance();
            }
        }
        return announcedAfter(type, end) ? BEFORE : -1;
    }

    boolean announcesAnother(int start) {
        lookBack(start);
        for (Hit hit : hits) {
            if (hit.word().types().isEmpty() && hit.distance() <= DOUBT_DISTANCE) {
                return true;
            }
        }
        return false;
    }

    /** Notes the words before {@code start}, those that begin nearest first. */
    private void lookBack(int start) {
        if (start == cachedStart) {
            return;
        }
        cachedStart = start;
        hits.clear();
        int budget = BEFORE;
        for (int i = start - 1; i >= 0 && budget > 0; i--) {
            char c = subject.at(i);
            budget -= Chars.isHan(c) ? HAN_COST : 1;
            if (c == '\n' && subject.at(i - 1) == '\n') {
                return;
            }
            for (ContextWords.Entry word : ContextWords.startingAt(subject, i, start)) {
                hits.add(new Hit(word, start - i - word.length()));
            }
        }
    }

    private boolean announcedAfter(EntityType type, int end) {
        for (int i = end; i < Math.min(subject.length(), end + AFTER) && subject.at(i) != '\n'; i++) {
            for (ContextWords.Entry word : ContextWords.startingAt(subject, i, subject.length())) {
                if (word.types().contains(type)) {
                    return true;
                }
            }
        }
        return false;
    }
}
