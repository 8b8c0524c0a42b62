package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Positions;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import io.modelwatch.redaction.format.Shape;
import java.util.List;
import java.util.Locale;

/** Dates in digits and with month names, in English and Chinese; with a word such as born or 生日 a date of birth. */
final class DateRecogniser implements Recogniser {

    private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
    private static final int LONGEST_MONTH = 9;

    private enum Order {
        YEAR_FIRST,
        YEAR_LAST,
        MONTH_YEAR,
        MONTH_DAY
    }

    private record Form(Shape shape, Order order, double score) {}

    private static final List<Form> FORMS = List.of(
            new Form(
                    Shape.of("9{4}-9{2}-9{2}[T ]9{2}:9{2}:?9{0,2}.?9{0,9}[Z+-]?9{0,2}:?9{0,2}"), Order.YEAR_FIRST, 0.8),
            new Form(Shape.of("9{4}-9{1,2}-9{1,2}"), Order.YEAR_FIRST, 0.6),
            new Form(Shape.of("9{4}/9{1,2}/9{1,2}"), Order.YEAR_FIRST, 0.6),
            new Form(Shape.of("9{4}[.]9{1,2}[.]9{1,2}"), Order.YEAR_FIRST, 0.5),
            new Form(Shape.of("9{4} ?年 ?9{1,2} ?月 ?9{1,2} ?[日号]"), Order.YEAR_FIRST, 0.6),
            new Form(Shape.of("9{1,2}/9{1,2}/9{2,4}"), Order.YEAR_LAST, 0.6),
            new Form(Shape.of("9{1,2}-9{1,2}-9{2,4}"), Order.YEAR_LAST, 0.6),
            new Form(Shape.of("9{1,2}[.]9{1,2}[.]9{2,4}"), Order.YEAR_LAST, 0.5),
            new Form(Shape.of("9{1,2}/9{4}"), Order.MONTH_YEAR, 0.2),
            new Form(Shape.of("9{1,2}/9{1,2}"), Order.MONTH_DAY, 0.1));

    @Override
    public void scan(Subject subject, Candidates candidates) {
        if (!candidates.wants(EntityType.DATE_TIME) && !candidates.wants(EntityType.DATE_OF_BIRTH)) {
            return;
        }
        Positions numbers = subject.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            int start = numbers.get(i);
            if (isStart(subject, start)) {
                inDigits(subject, candidates, start);
                dayFirst(subject, candidates, start);
            }
            monthFirst(subject, candidates, start);
        }
    }

    private static void inDigits(Subject subject, Candidates candidates, int start) {
        for (Form form : FORMS) {
            int end = form.shape().match(subject.plain(), start);
            if (end < 0) {
                continue;
            }
            while (":.+-".indexOf(subject.at(end - 1)) >= 0) {
                end--;
            }
            if (isEnd(subject, end) && exists(subject, start, end, form.order())) {
                add(candidates, start, end, form.score());
                return;
            }
        }
    }

    private static boolean isStart(Subject subject, int start) {
        char previous = subject.at(start - 1);
        return !Chars.isWord(previous)
                && "-/.".indexOf(previous) < 0
                && !(previous == ':' && Chars.isDigit(subject.at(start - 2)));
    }

    private static boolean isEnd(Subject subject, int end) {
        char next = subject.at(end);
        return !Chars.isWord(next)
                && !((next == '/' || next == '-' || next == '.') && Chars.isDigit(subject.at(end + 1)))
                && next != '%';
    }

    private static boolean exists(Subject subject, int start, int end, Order order) {
        int[] parts = new int[3];
        int count = 0;
        int i = start;
        int[] lengths = new int[3];
        while (i < end && count < 3) {
            int from = i;
            while (i < end && Chars.isDigit(subject.at(i))) {
                parts[count] = parts[count] * 10 + subject.at(i++) - '0';
            }
            if (i > from) {
                lengths[count++] = i - from;
            }
            i++;
        }
        return switch (order) {
            case YEAR_FIRST -> isYear(parts[0]) && isMonth(parts[1]) && isDay(parts[2]);
            case YEAR_LAST ->
                ((isMonth(parts[0]) && isDay(parts[1])) || (isDay(parts[0]) && isMonth(parts[1])))
                        && (lengths[2] == 2 || (lengths[2] == 4 && isYear(parts[2])));
            case MONTH_YEAR -> isMonth(parts[0]) && isYear(parts[1]);
            case MONTH_DAY -> (isMonth(parts[0]) && isDay(parts[1])) || (isDay(parts[0]) && isMonth(parts[1]));
        };
    }

    /** 5 May 1990, 05-May, 5th of May 1990. */
    private static void dayFirst(Subject subject, Candidates candidates, int start) {
        int i = digitsEnd(subject, start, 2);
        if (i == start || Chars.isDigit(subject.at(i))) {
            return;
        }
        for (String ordinal : List.of("st", "nd", "rd", "th")) {
            i += subject.startsWithIgnoreCase(ordinal, i) ? 2 : 0;
        }
        boolean dashed = subject.at(i) == '-';
        i += dashed || subject.at(i) == ' ' ? 1 : 0;
        i += subject.startsWithIgnoreCase("of ", i) ? 3 : 0;
        int month = monthEnd(subject, i);
        if (month < 0) {
            return;
        }
        int year = digitsEnd(subject, month + 1 + (subject.at(month) == ',' ? 1 : 0), 4);
        boolean dated = year > month + 4 && Chars.isDigit(subject.at(year - 4)) && !Chars.isWord(subject.at(year));
        if (dated || (dashed && !Chars.isWord(subject.at(month)))) {
            add(candidates, start, dated ? year : month, dated ? 0.6 : 0.2);
        }
    }

    /** May 5, 1990 and May-1990, seen from the number. */
    private static void monthFirst(Subject subject, Candidates candidates, int number) {
        char separator = subject.at(number - 1);
        if (separator != ' ' && separator != '-') {
            return;
        }
        int start = number - 1;
        start -= subject.at(start - 1) == '.' ? 1 : 0;
        int end = start;
        while (start > 0 && end - start <= LONGEST_MONTH && Chars.isLetter(subject.at(start - 1))) {
            start--;
        }
        if (start == end || monthEnd(subject, start) < end) {
            return;
        }
        int stop = digitsEnd(subject, number, 4);
        if (stop - number == 4 && !Chars.isWord(subject.at(stop))) {
            add(candidates, start, stop, separator == '-' ? 0.4 : 0.2);
            return;
        }
        if (stop - number > 2) {
            return;
        }
        for (String ordinal : List.of("st", "nd", "rd", "th")) {
            stop += subject.startsWithIgnoreCase(ordinal, stop) ? 2 : 0;
        }
        int year = subject.at(stop) == ',' ? stop + 1 : stop;
        year += subject.at(year) == ' ' ? 1 : 0;
        int yearEnd = digitsEnd(subject, year, 4);
        if (year > stop && yearEnd - year == 4 && !Chars.isWord(subject.at(yearEnd))) {
            add(candidates, start, yearEnd, 0.6);
        }
    }

    private static void add(Candidates candidates, int start, int end, double score) {
        candidates.add(EntityType.DATE_TIME, start, end, score, Math.max(score, 0.8));
        candidates.add(EntityType.DATE_OF_BIRTH, start, end, 0, 0.9);
    }

    /** The end of the English month name or its abbreviation that starts here, or -1. */
    private static int monthEnd(Subject subject, int start) {
        int end = start;
        while (end - start < LONGEST_MONTH && Chars.isLetter(subject.at(end))) {
            end++;
        }
        if (end - start < 3) {
            return -1;
        }
        String word = subject.slice(start, end).toLowerCase(Locale.ENGLISH);
        int index = MONTHS.indexOf(word.substring(0, 3));
        return index >= 0 && index % 4 == 0 && (word.length() == 3 || isMonthName(word, index / 4)) ? end : -1;
    }

    private static boolean isMonthName(String word, int index) {
        String name = java.time.Month.of(index + 1).name().toLowerCase(Locale.ENGLISH);
        return word.equals(name) || word.equals("sept");
    }

    private static int digitsEnd(Subject subject, int start, int most) {
        int i = start;
        while (i - start < most && Chars.isDigit(subject.at(i))) {
            i++;
        }
        return i;
    }

    private static boolean isYear(int year) {
        return year >= 1000 && year <= 2999;
    }

    private static boolean isMonth(int month) {
        return month >= 1 && month <= 12;
    }

    private static boolean isDay(int day) {
        return day >= 1 && day <= 31;
    }
}
