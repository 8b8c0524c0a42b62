package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.Locale;
import java.util.Set;

/** Addresses around an at sign. A local part or domain longer than the standards allow is no address. */
final class EmailRecogniser implements Recogniser {

    private static final int LOCAL = 64;
    private static final int DOMAIN = 253;
    private static final Set<String> FILES =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "html", "pdf");

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.ats().size(); i++) {
            int at = subject.ats().get(i);
            int start = localStart(subject, at);
            int end = start < at ? Hosts.end(subject, at + 1, Math.min(subject.length(), at + 1 + DOMAIN)) : -1;
            if (end > 0) {
                String label = Hosts.lastLabel(subject, at + 1, end);
                if (!FILES.contains(label.toLowerCase(Locale.ROOT))) {
                    double score = TopLevelDomains.isKnown(label) ? 1 : 0.6;
                    candidates.add(EntityType.EMAIL_ADDRESS, start, end, score);
                }
            }
        }
    }

    private static int localStart(Subject subject, int at) {
        int start = at;
        while (start > 0 && at - start < LOCAL && isLocal(subject.at(start - 1))) {
            start--;
        }
        while (start < at && !Chars.isWord(subject.at(start)) && subject.at(start) != '_') {
            start++;
        }
        return start;
    }

    private static boolean isLocal(char c) {
        return Chars.isWord(c) || "._%+-'".indexOf(c) >= 0;
    }
}
