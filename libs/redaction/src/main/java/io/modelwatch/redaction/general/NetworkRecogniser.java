package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Positions;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;

/** IPv4 and IPv6 addresses, with prefix length or zone, and hardware addresses. */
final class NetworkRecogniser implements Recogniser {

    private static final double ALONE = 0.6;
    private static final double ANNOUNCED = 0.95;

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (candidates.wants(EntityType.IP_ADDRESS)) {
            Positions numbers = subject.numbers();
            for (int i = 0; i < numbers.size(); i++) {
                four(subject, candidates, numbers.get(i));
            }
            six(subject, candidates);
        }
        if (candidates.wants(EntityType.MAC_ADDRESS)) {
            pairs(subject, candidates, subject.colons());
            pairs(subject, candidates, subject.dashes());
            quads(subject, candidates);
        }
    }

    private static void four(Subject subject, Candidates candidates, int start) {
        char before = subject.at(start - 1);
        if (Chars.isWord(before) || before == '.' || before == '-') {
            return;
        }
        int end = quad(subject, start);
        if (end < 0
                || Chars.isWord(subject.at(end))
                || (subject.at(end) == '.' && Chars.isDigit(subject.at(end + 1)))) {
            return;
        }
        candidates.add(EntityType.IP_ADDRESS, start, prefixEnd(subject, end, 32), ALONE, ANNOUNCED);
    }

    /** The end of a dotted quad, or -1. */
    private static int quad(Subject subject, int start) {
        int i = start;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && subject.at(i++) != '.') {
                return -1;
            }
            int value = 0;
            int from = i;
            while (i - from < 3 && Chars.isDigit(subject.at(i))) {
                value = value * 10 + subject.at(i++) - '0';
            }
            if (i == from || value > 255 || (i - from > 1 && subject.at(from) == '0')) {
                return -1;
            }
        }
        return i;
    }

    private static int prefixEnd(Subject subject, int end, int most) {
        int i = end + 1;
        int value = 0;
        while (subject.at(end) == '/' && i - end <= 3 && Chars.isDigit(subject.at(i))) {
            value = value * 10 + subject.at(i++) - '0';
        }
        return i > end + 1 && value <= most && !Chars.isWord(subject.at(i)) ? i : end;
    }

    private static void six(Subject subject, Candidates candidates) {
        int scanned = 0;
        Positions colons = subject.colons();
        for (int i = 0; i < colons.size(); i++) {
            int colon = colons.get(i);
            if (colon < scanned) {
                continue;
            }
            int start = colon;
            while (start > scanned && isSix(subject.at(start - 1))) {
                start--;
            }
            int end = colon;
            while (end < subject.length() && isSix(subject.at(end))) {
                end++;
            }
            scanned = end;
            address(subject, candidates, start, end);
        }
    }

    private static void address(Subject subject, Candidates candidates, int from, int to) {
        int start = from;
        int end = to;
        while (end > start && subject.at(end - 1) == '.') {
            end--;
        }
        if (end - start > 1 && subject.at(end - 1) == ':' && subject.at(end - 2) != ':') {
            end--;
        }
        boolean cut = subject.at(start) == ':' && subject.at(start + 1) != ':';
        if (cut) {
            start++;
        }
        if ((!cut && Chars.isWord(subject.at(start - 1))) || (end == to && Chars.isWord(subject.at(to)))) {
            return;
        }
        if (end - start < 2 || end - start > 45 || !isAddress(subject, start, end)) {
            return;
        }
        int stop = prefixEnd(subject, end, 128);
        if (subject.at(end) == '%') {
            stop = end + 1;
            while (stop - end < 16 && Chars.isAlphanumeric(subject.at(stop))) {
                stop++;
            }
        }
        // A double colon, with one group behind it or none, is more often something else.
        double alone = end - start == 2 ? 0.1 : end - start <= 6 ? 0.3 : ALONE;
        candidates.add(EntityType.IP_ADDRESS, start, stop, alone, end - start == 2 ? 0.6 : ANNOUNCED);
    }

    /** Eight groups, or fewer around one double colon; the last two may be a dotted quad. */
    private static boolean isAddress(Subject subject, int start, int end) {
        int groups = 0;
        boolean compressed = false;
        int i = start;
        while (i < end) {
            if (subject.at(i) == ':') {
                if (subject.at(i + 1) == ':' && i + 1 < end) {
                    if (compressed) {
                        return false;
                    }
                    compressed = true;
                    i += 2;
                    continue;
                }
                if (i == start) {
                    return false;
                }
                i++;
            }
            int from = i;
            while (i < end && Chars.isHex(subject.at(i))) {
                i++;
            }
            if (i < end && subject.at(i) == '.') {
                groups += 2;
                i = quad(subject, from) == end ? end : -1;
                if (i < 0) {
                    return false;
                }
                break;
            }
            if (i == from || i - from > 4) {
                return false;
            }
            groups++;
        }
        return compressed ? groups < 8 : groups == 8;
    }

    private static boolean isSix(char c) {
        return Chars.isHex(c) || c == ':' || c == '.';
    }

    private static void pairs(Subject subject, Candidates candidates, Positions separators) {
        for (int i = 0; i < separators.size(); i++) {
            int first = separators.get(i);
            if (first >= 2 && isEdge(subject, first - 3) && isHardware(subject, first - 2, 2, 6)) {
                add(subject, candidates, first - 2, first + 15);
            }
        }
    }

    private static void quads(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.dots().size(); i++) {
            int first = subject.dots().get(i);
            if (first >= 4 && isEdge(subject, first - 5) && isHardware(subject, first - 4, 4, 3)) {
                add(subject, candidates, first - 4, first + 10);
            }
        }
    }

    private static boolean isEdge(Subject subject, int before) {
        char c = subject.at(before);
        return !Chars.isWord(c) && c != '-' && c != '.' && !(c == ':' && isPair(subject, before - 2));
    }

    private static boolean isPair(Subject subject, int start) {
        return Chars.isHex(subject.at(start))
                && Chars.isHex(subject.at(start + 1))
                && !Chars.isWord(subject.at(start - 1));
    }

    private static boolean isHardware(Subject subject, int start, int size, int groups) {
        char separator = subject.at(start + size);
        int i = start;
        for (int group = 0; group < groups; group++) {
            for (int digit = 0; digit < size; digit++) {
                if (!Chars.isHex(subject.at(i++))) {
                    return false;
                }
            }
            if (group < groups - 1 && subject.at(i++) != separator) {
                return false;
            }
        }
        char next = subject.at(i);
        return !Chars.isWord(next) && (next != separator || !Chars.isHex(subject.at(i + 1)));
    }

    private static void add(Subject subject, Candidates candidates, int start, int end) {
        String value = subject.compact(start, end);
        if (!value.equals("FFFFFFFFFFFF") && !value.equals("000000000000")) {
            candidates.add(EntityType.MAC_ADDRESS, start, end, 0.9, 0.98);
        }
    }
}
