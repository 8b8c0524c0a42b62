package io.modelwatch.redaction.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A form such as {@code 9{3}-?9{2}-?9{4}}: {@code 9} is a digit, {@code A} a letter, {@code N} either, {@code [..]} a
 * class, anything else itself, each with {@code ?}, {@code {n}} or {@code {m,n}}. Every step takes as much as it may
 * and never gives back, so that matching costs at most the length of the longest match. Case does not matter.
 */
public final class Shape {

    private record Step(long low, long high, String others, int min, int max) {
        boolean accepts(char c) {
            return c < 64 ? (low >> c & 1) != 0 : c < 128 ? (high >> (c - 64) & 1) != 0 : others.indexOf(c) >= 0;
        }

        int acceptedDigits() {
            return Long.bitCount(low >> '0' & 0x3FF);
        }

        boolean acceptsOthers() {
            return high != 0 || !others.isEmpty() || (low & ~(0x3FFL << '0')) != 0;
        }
    }

    private final Step[] steps;

    private Shape(Step[] steps) {
        this.steps = steps;
    }

    public static Shape of(String pattern) {
        List<Step> steps = new ArrayList<>();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            String members;
            if (c == '[') {
                int close = pattern.indexOf(']', i);
                members = pattern.substring(i, close);
                i = close + 1;
            } else {
                members = switch (c) {
                    case '9' -> "0-9";
                    case 'A' -> "A-Z";
                    case 'N' -> "A-Z0-9";
                    default -> String.valueOf(c);
                };
            }
            int min = 1;
            int max = 1;
            if (i < pattern.length() && pattern.charAt(i) == '?') {
                min = 0;
                i++;
            } else if (i < pattern.length() && pattern.charAt(i) == '{') {
                int close = pattern.indexOf('}', i);
                String[] bounds = pattern.substring(i + 1, close).split(",", -1);
                min = Integer.parseInt(bounds[0]);
                max = Integer.parseInt(bounds[bounds.length - 1]);
                i = close + 1;
            }
            steps.add(step(members, min, max));
        }
        return new Shape(steps.toArray(Step[]::new));
    }

    private static Step step(String members, int min, int max) {
        long low = 0;
        long high = 0;
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < members.length(); i++) {
            char from = members.charAt(i);
            char to = from;
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                to = members.charAt(i + 2);
                i += 2;
            }
            for (int c = from; c <= to; c++) {
                if (c < 64) {
                    low |= 1L << c;
                } else if (c < 128) {
                    high |= 1L << (c - 64);
                    if (Character.isLetter(c)) {
                        high |= 1L << ((c ^ 32) - 64);
                    }
                } else {
                    others.append((char) c);
                }
            }
        }
        return new Step(low, high, others.toString(), min, max);
    }

    /** Whether a match can start with {@code c}. */
    boolean startsWith(char c) {
        for (Step step : steps) {
            if (step.accepts(c)) {
                return true;
            }
            if (step.min > 0) {
                return false;
            }
        }
        return false;
    }

    /**
     * Whether a match that stands alone can start with exactly {@code digits} digits. Never says no to one that can;
     * meant to sort forms out before they are tried.
     */
    boolean fitsRun(int digits) {
        int left = digits;
        for (Step step : steps) {
            int accepted = step.acceptedDigits();
            if (left == 0) {
                return step.min == 0 || accepted == 0 || step.acceptsOthers();
            }
            if (accepted > 0 && accepted < 10 && step.min != step.max) {
                return true;
            }
            int taken = accepted == 0 ? 0 : Math.min(step.max, left);
            if (taken < step.min) {
                return accepted > 0 && step.acceptsOthers();
            }
            left -= taken;
        }
        return left == 0;
    }

    /** The end of the match that starts at {@code from}, or -1. */
    public int match(char[] text, int from) {
        int i = from;
        for (Step step : steps) {
            int count = 0;
            while (count < step.max && i < text.length && step.accepts(text[i])) {
                i++;
                count++;
            }
            if (count < step.min) {
                return -1;
            }
        }
        return i;
    }
}
