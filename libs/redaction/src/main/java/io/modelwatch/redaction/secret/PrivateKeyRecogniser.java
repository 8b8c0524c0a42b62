package io.modelwatch.redaction.secret;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;

/** Private keys in PEM armour, up to the closing line or, where the text was cut, to the end of what looks like Base64. */
final class PrivateKeyRecogniser implements Recogniser {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final int LONGEST_LABEL = 40;

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (!candidates.wants(EntityType.PRIVATE_KEY)) {
            return;
        }
        int from = 0;
        int closing = -2;
        for (int i = 0; i < subject.dashes().size(); i++) {
            int start = subject.dashes().get(i);
            if (start < from || !subject.startsWith(BEGIN, start)) {
                continue;
            }
            int label = labelEnd(subject, start + BEGIN.length());
            if (label < 0) {
                continue;
            }
            if (closing != -1 && closing < label) {
                closing = subject.indexOf(END, label);
            }
            int end = closing >= 0 ? labelEnd(subject, closing + END.length()) : -1;
            end = end < 0 ? bodyEnd(subject, label) : end;
            candidates.add(EntityType.PRIVATE_KEY, start, end, 1);
            from = end;
        }
    }

    /** The end of {@code … PRIVATE KEY-----}, or -1. */
    private static int labelEnd(Subject subject, int start) {
        int limit = Math.min(subject.length(), start + LONGEST_LABEL);
        for (int i = start; i < limit; i++) {
            char c = subject.at(i);
            if (c == '-') {
                boolean isPrivate =
                        subject.startsWith("PRIVATE KEY", i - 11) || subject.startsWith("PRIVATE KEY BLOCK", i - 17);
                return isPrivate && subject.startsWith("-----", i) ? i + 5 : -1;
            }
            if (c != ' ' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
                return -1;
            }
        }
        return -1;
    }

    private static int bodyEnd(Subject subject, int start) {
        int i = start;
        while (i < subject.length()
                && (AssignmentRecogniser.isBase64(subject.at(i)) || "\r\n\\ ".indexOf(subject.at(i)) >= 0)) {
            i++;
        }
        while (i > start && "\r\n\\ ".indexOf(subject.at(i - 1)) >= 0) {
            i--;
        }
        return i;
    }
}
