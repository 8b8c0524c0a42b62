package io.modelwatch.redaction.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes what recognisers propose for one text: weighs the context and keeps what is wanted and good enough. */
public final class Candidates {

    private static final double DISTANCE_COST = 0.0005;
    private static final double DOUBT = 0.3;

    private final Subject subject;
    private final Set<EntityType> wanted;
    private final double minimum;
    private final Surroundings surroundings;
    private final List<Finding> findings = new ArrayList<>();

    public Candidates(Subject subject, Set<EntityType> wanted, double minimum) {
        this.subject = subject;
        this.wanted = wanted;
        this.minimum = minimum;
        this.surroundings = new Surroundings(subject);
    }

    public boolean wants(EntityType type) {
        return wanted.contains(type);
    }

    /** A value whose form says enough. */
    public void add(EntityType type, int start, int end, double score) {
        add(type, start, end, score, score);
    }

    /**
     * A value that scores {@code alone} by its form and {@code announced} with one of the type's context words near;
     * the nearer word wins between types. A word that announces something else makes a bare value less likely.
     */
    public void add(EntityType type, int start, int end, double alone, double announced) {
        if (!wanted.contains(type) || Math.max(alone, announced) < minimum || isGlued(start, end)) {
            return;
        }
        double score = alone;
        if (announced > alone || alone < 1) {
            int distance = surroundings.distance(type, start, end);
            if (distance >= 0) {
                score = Math.max(alone, announced - DISTANCE_COST * distance);
            } else if (alone < 0.95 && surroundings.announcesAnother(start)) {
                score = Math.max(0, alone - DOUBT);
            }
        }
        if (score >= minimum) {
            findings.add(new Finding(type, start, end, score));
        }
    }

    public List<Finding> findings() {
        return findings;
    }

    /** No finding cuts a word, and none continues a value that is masked but for its last characters. */
    private boolean isGlued(int start, int end) {
        return (Chars.isWord(subject.at(start - 1)) && Chars.isWord(subject.at(start)))
                || (Chars.isWord(subject.at(end)) && Chars.isWord(subject.at(end - 1)))
                || subject.startsWith("****", start - 4);
    }
}
