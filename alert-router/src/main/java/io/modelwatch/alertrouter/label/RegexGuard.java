package io.modelwatch.alertrouter.label;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Refuses regular expressions whose counted repetitions multiply, such as {@code ((a{100}){100}){100}}: they take
 * memory for every copy. Go refuses them by the same bound, RE2/J compiles them.
 */
public final class RegexGuard {

    private static final int MAX_REPEAT = 1000;
    private static final int MAX_LENGTH = 1 << 16;
    private static final int LONGEST_COUNT = 24;
    private static final Pattern COUNT = Pattern.compile("^\\{(\\d+)(?:(,)(\\d*))?\\}");

    private RegexGuard() {}

    /**
     * Looks at an expression.
     *
     * @throws IllegalArgumentException when it would take too much memory
     */
    public static void check(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("error parsing regexp: longer than " + MAX_LENGTH + " characters");
        }
        // For each open group, how often its most repeated part is repeated.
        Deque<Long> open = new ArrayDeque<>();
        open.push(1L);
        long atom = 1;
        int i = 0;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            Matcher count = c == '{' ? countAt(regex, i) : null;
            if (c == '\\') {
                boolean quoted = regex.startsWith("\\Q", i);
                int end = quoted ? regex.indexOf("\\E", i) : -1;
                i = end >= 0 ? end + 2 : (quoted ? regex.length() : i + 2);
                atom = 1;
            } else if (c == '[') {
                i = afterClass(regex, i);
                atom = 1;
            } else if (c == '(') {
                open.push(1L);
                i++;
            } else if (c == ')' && open.size() > 1) {
                atom = open.pop();
                open.push(Math.max(open.pop(), atom));
                i++;
            } else if (count != null) {
                atom *= Math.max(1, times(count));
                if (atom > MAX_REPEAT) {
                    throw new IllegalArgumentException("error parsing regexp: invalid repeat count: `" + regex + "`");
                }
                open.push(Math.max(open.pop(), atom));
                i += count.end();
            } else {
                atom = "*+?".indexOf(c) >= 0 ? atom : 1;
                i++;
            }
        }
    }

    private static @Nullable Matcher countAt(String regex, int at) {
        Matcher count = COUNT.matcher(regex.substring(at, Math.min(regex.length(), at + LONGEST_COUNT)));
        return count.find() ? count : null;
    }

    private static long times(Matcher count) {
        String upper = count.group(3);
        String times = upper == null || upper.isEmpty() ? count.group(1) : upper;
        return times.length() > 6 ? Integer.MAX_VALUE : Long.parseLong(times);
    }

    private static int afterClass(String regex, int start) {
        int i = start + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        int first = i;
        while (i < regex.length() && (regex.charAt(i) != ']' || i == first)) {
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }
}
