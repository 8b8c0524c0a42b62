package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Positions;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;

/**
 * Phone numbers of any country: groups of digits between single separators. An international prefix or the North
 * American form speaks for itself; anything else needs a context word.
 */
final class PhoneRecogniser implements Recogniser {

    private static final int MOST_DIGITS = 15;
    private static final int MOST_GROUPS = 8;
    private static final double ANNOUNCED = 0.75;

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (!candidates.wants(EntityType.PHONE_NUMBER)) {
            return;
        }
        Positions numbers = subject.numbers();
        int scanned = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int digit = numbers.get(i);
            if (digit >= scanned && !Chars.isWord(subject.at(digit - 1))) {
                scanned = Math.max(scanned, number(subject, candidates, start(subject, digit, scanned)));
            }
        }
    }

    private static int start(Subject subject, int digit, int scanned) {
        int start = digit;
        if (start > scanned && subject.at(start - 1) == '(') {
            start--;
        }
        if (start > scanned && subject.at(start - 1) == '+') {
            start--;
        }
        return start;
    }

    /** Looks at the number that starts here and tells where to go on. */
    private static int number(Subject subject, Candidates candidates, int start) {
        boolean plus = subject.at(start) == '+';
        int[] groups = new int[MOST_GROUPS];
        int count = 0;
        int digits = 0;
        int i = start + (plus ? 1 : 0);
        int end = i;
        boolean brackets = subject.at(i) == '(';
        char separator = 0;
        boolean mixed = false;
        while (count < MOST_GROUPS) {
            int from = separatorEnd(subject, i, count == 0);
            if (count > 0 && from == i) {
                break;
            }
            int to = from;
            while (to - from <= MOST_DIGITS && Chars.isDigit(subject.at(to))) {
                to++;
            }
            if (to == from || digits + to - from > MOST_DIGITS) {
                break;
            }
            if (count > 0) {
                char between = subject.at(from - 1);
                brackets |= subject.at(i) == ')' || subject.at(i + 1) == '(';
                mixed |= separator != 0 && between != separator;
                separator = between;
            }
            groups[count++] = to - from;
            digits += to - from;
            i = to;
            end = to;
        }
        int stop = extensionEnd(subject, end);
        if (count == 0 || Chars.isWord(subject.at(stop)) || isPartOfMore(subject, start, stop)) {
            return Math.max(end, start + 1);
        }
        double alone = alone(subject, start, stop, plus, brackets, groups, count, digits);
        if (alone >= 0 && !isDate(groups, count, separator, mixed) && !isAmount(subject, start, count, separator)) {
            candidates.add(
                    EntityType.PHONE_NUMBER, opening(subject, start, stop), stop, alone, Math.max(alone, ANNOUNCED));
        }
        return Math.max(end, start + 1);
    }

    /** Past a bracket that closes behind the number, as around a remark. */
    private static int opening(Subject subject, int start, int end) {
        boolean closed = subject.at(start) != '(';
        for (int i = start; i < end && !closed; i++) {
            closed = subject.at(i) == ')';
        }
        return closed ? start : start + 1;
    }

    /** What the form alone is worth, or -1 where it is no phone number. */
    private static double alone(
            Subject subject, int start, int stop, boolean plus, boolean brackets, int[] groups, int count, int digits) {
        if (plus) {
            return digits >= 8 && subject.at(start + 1) != '0' ? 0.75 : -1;
        }
        if (digits < 6 || (count == 1 && digits < 7) || (digits == 6 && isFollowedByWord(subject, stop))) {
            return -1;
        }
        int last = count - 1;
        boolean american = digits >= 10
                && count >= 3
                && groups[last] == 4
                && groups[last - 1] == 3
                && groups[last - 2] == 3
                && digits <= 13;
        if (american) {
            return 0.6;
        }
        if (count == 2 && groups[0] == 3 && groups[1] == 7 && brackets) {
            return 0.5;
        }
        if (brackets && digits >= 8) {
            return 0.5;
        }
        boolean trunk = subject.at(start) == '0' && count > 1 && digits >= 9 && digits <= 12;
        return trunk ? 0.4 : count > 1 && digits >= 7 ? 0.15 : 0.05;
    }

    /** As a house number is by its street. */
    private static boolean isFollowedByWord(Subject subject, int end) {
        return subject.at(end) == ' ' && Chars.isLetter(subject.at(end + 1));
    }

    private static int separatorEnd(Subject subject, int i, boolean first) {
        if (first) {
            return subject.at(i) == '(' ? i + 1 : i;
        }
        char c = subject.at(i);
        char next = subject.at(i + 1);
        if (c == ')') {
            return next == ' ' || next == '-' ? i + 2 : i + 1;
        }
        if (c == ' ' || c == '-' || c == '.' || c == '/') {
            return next == '(' ? i + 2 : c == '-' && next == '-' ? i : i + 1;
        }
        return c == '(' ? i + 1 : i;
    }

    private static int extensionEnd(Subject subject, int end) {
        int i = end;
        if (subject.startsWithIgnoreCase("x", i)) {
            i++;
        } else if (subject.startsWithIgnoreCase(" x", i)) {
            i += 2;
        } else if (subject.startsWithIgnoreCase(" ext. ", i)) {
            i += 6;
        } else if (subject.startsWithIgnoreCase(" ext ", i)) {
            i += 5;
        }
        int from = i;
        while (i > end && i - from < 6 && Chars.isDigit(subject.at(i))) {
            i++;
        }
        return i > from ? i : end;
    }

    private static boolean isPartOfMore(Subject subject, int start, int end) {
        char before = subject.at(start - 1);
        char after = subject.at(end);
        return Chars.isWord(before)
                || ((before == '-' || before == '/' || before == '_' || before == '.' || before == ',' || before == ':')
                        && Chars.isDigit(subject.at(start - 2)))
                || before == '#'
                || ((after == '-' || after == '_' || after == '/' || after == '.' || after == ':' || after == ',')
                        && Chars.isDigit(subject.at(end + 1)))
                || after == '_'
                || after == '%';
    }

    private static boolean isDate(int[] groups, int count, char separator, boolean mixed) {
        return count == 3
                && !mixed
                && separator != ' '
                && ((groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2)
                        || (groups[0] <= 2 && groups[1] <= 2 && groups[2] == 4));
    }

    private static boolean isAmount(Subject subject, int start, int count, char separator) {
        char before = subject.at(start - 1);
        char earlier = before == ' ' ? subject.at(start - 2) : before;
        return "$€£¥￥".indexOf(earlier) >= 0 || (count == 2 && separator == '.');
    }
}
