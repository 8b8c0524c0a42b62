package io.modelwatch.redaction.format;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.Positions;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tries a table of formats at every start of a token that has a digit near; those that cannot start there cost nothing. */
public final class FormatRecogniser implements Recogniser {

    /** Runs of digits at the start, longer ones counted as this. */
    private static final int LONGEST_RUN = 24;

    private final Format[][][] byFirst = new Format[128][LONGEST_RUN + 1][];

    public FormatRecogniser(Collection<Format> formats) {
        for (char c = 0; c < 128; c++) {
            for (int run = 0; run <= LONGEST_RUN; run++) {
                byFirst[c][run] = starting(formats, c, run);
            }
        }
    }

    private static Format[] starting(Collection<Format> formats, char first, int run) {
        List<Format> starting = new ArrayList<>();
        for (Format format : formats) {
            Shape shape = format.shape();
            if (shape.startsWith(first) && (run == 0 || shape.fitsRun(run))) {
                starting.add(format);
            }
        }
        return starting.toArray(Format[]::new);
    }

    @Override
    public void scan(Subject subject, Candidates candidates) {
        Positions tokens = subject.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            int start = tokens.get(i);
            char first = subject.at(start);
            if (first < 128) {
                for (Format format : byFirst[first][run(subject, start)]) {
                    tryAt(format, start, subject, candidates);
                }
            }
        }
    }

    private static int run(Subject subject, int start) {
        int i = start;
        while (i - start < LONGEST_RUN && Chars.isDigit(subject.at(i))) {
            i++;
        }
        return i - start;
    }

    private static void tryAt(Format format, int start, Subject subject, Candidates candidates) {
        int end = format.shape().match(subject.plain(), start);
        if (end < 0 || !subject.standsAlone(start, end)) {
            return;
        }
        if (format.repeatsSeparator() && !sameSeparators(subject, start, end)) {
            return;
        }
        if (format.valid().test(subject.compact(start, end))) {
            candidates.add(format.type(), start, end, format.alone(), format.announced());
        }
    }

    private static boolean sameSeparators(Subject subject, int start, int end) {
        char separator = 0;
        for (int i = start; i < end; i++) {
            char c = subject.at(i);
            if (!Chars.isWord(c)) {
                if (separator != 0 && c != separator) {
                    return false;
                }
                separator = c;
            }
        }
        return true;
    }
}
