package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.Locale;

/** URLs with their path, bare host names, and the user and password in a URL of any scheme. */
final class UrlRecogniser implements Recogniser {

    private static final int SCHEME = 20;
    private static final int AUTHORITY = 512;
    private static final int HOST = 253;

    @Override
    public void scan(Subject subject, Candidates candidates) {
        int scanned = 0;
        for (int i = 0; i < subject.colons().size(); i++) {
            int colon = subject.colons().get(i);
            if (colon >= scanned && subject.startsWith("://", colon)) {
                scanned = Math.max(scanned, url(subject, candidates, colon));
            }
        }
        if (candidates.wants(EntityType.URL)) {
            hosts(subject, candidates);
        }
    }

    private static int url(Subject subject, Candidates candidates, int colon) {
        int scheme = colon;
        while (scheme > 0 && colon - scheme < SCHEME && isScheme(subject.at(scheme - 1))) {
            scheme--;
        }
        int authority = colon + 3;
        if (scheme == colon || !Chars.isLetter(subject.at(scheme))) {
            return authority;
        }
        int end = authority;
        while (end < subject.length() && isUrl(subject.at(end))) {
            end++;
        }
        int host = credentials(subject, candidates, authority, end);
        int hostEnd = Hosts.end(subject, host, Math.min(end, host + HOST));
        if (hostEnd > 0
                && isEnd(subject.at(hostEnd))
                && TopLevelDomains.isKnown(Hosts.lastLabel(subject, host, hostEnd))) {
            candidates.add(EntityType.URL, scheme, trimmed(subject, hostEnd, end), 0.6);
        }
        return end;
    }

    /** Reports {@code user:password} before the last at sign of the authority, and tells where the host starts. */
    private static int credentials(Subject subject, Candidates candidates, int authority, int end) {
        int at = -1;
        int colon = -1;
        int limit = Math.min(end, authority + AUTHORITY);
        for (int i = authority; i < limit && "/?#".indexOf(subject.at(i)) < 0; i++) {
            if (subject.at(i) == '@') {
                at = i;
            } else if (subject.at(i) == ':' && colon < 0) {
                colon = i;
            }
        }
        if (at < 0) {
            return authority;
        }
        if (colon >= authority && colon < at - 1 && subject.at(colon + 1) != Chars.MASK) {
            candidates.add(EntityType.URL_CREDENTIALS, authority, at, 1);
        }
        return at + 1;
    }

    private static void hosts(Subject subject, Candidates candidates) {
        int scanned = 0;
        for (int i = 0; i < subject.dots().size(); i++) {
            int dot = subject.dots().get(i);
            if (dot < scanned || !Chars.isAlphanumeric(subject.at(dot - 1)) || !Chars.isLetter(subject.at(dot + 1))) {
                continue;
            }
            int start = dot;
            while (start > scanned
                    && dot - start < 63
                    && (Chars.isAlphanumeric(subject.at(start - 1)) || subject.at(start - 1) == '-')) {
                start--;
            }
            char before = subject.at(start - 1);
            int end = Hosts.end(subject, start, Math.min(subject.length(), start + HOST));
            scanned = Math.max(dot + 1, end);
            if (end > 0 && before != '@' && before != '/' && before != '.' && before != '_' && before != '\\') {
                scanned = Math.max(scanned, host(subject, candidates, start, end));
            }
        }
    }

    /** Tells where to go on. */
    private static int host(Subject subject, Candidates candidates, int start, int end) {
        String label = Hosts.lastLabel(subject, start, end);
        String lower = label.toLowerCase(Locale.ROOT);
        if (!TopLevelDomains.isKnown(label) || (subject.at(end) == '(' || subject.at(end) == '@')) {
            return end;
        }
        int stop = end;
        if (subject.at(end) == '/') {
            while (stop < subject.length() && isUrl(subject.at(stop))) {
                stop++;
            }
            stop = trimmed(subject, end, stop);
        }
        if (subject.startsWithIgnoreCase("www.", start) && end - start == 4 + label.length()) {
            return end;
        }
        boolean web = subject.startsWithIgnoreCase("www.", start);
        boolean cased = !label.equals(lower);
        double score = web
                ? 0.6
                : cased || TopLevelDomains.isAmbiguous(lower) ? 0.1 : TopLevelDomains.isCommon(lower) ? 0.5 : 0.3;
        candidates.add(EntityType.URL, start, stop, score);
        return stop;
    }

    /** Without the punctuation of the sentence around it. */
    private static int trimmed(Subject subject, int least, int end) {
        int i = end;
        while (i > least && ".,;:!?'\")]}*>".indexOf(subject.at(i - 1)) >= 0) {
            i--;
        }
        return i;
    }

    private static boolean isScheme(char c) {
        return Chars.isAlphanumeric(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean isUrl(char c) {
        return c > ' ' && c < 127 && "\"'<>`\\|^{}".indexOf(c) < 0;
    }

    private static boolean isEnd(char c) {
        return !Chars.isWord(c) && c != '-' && c != '_';
    }
}
