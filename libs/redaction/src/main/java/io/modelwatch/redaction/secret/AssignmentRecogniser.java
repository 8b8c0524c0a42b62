package io.modelwatch.redaction.secret;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values under a telling name: {@code password=…}, {@code "api_key": "…"}, {@code SECRET_KEY: …}, 密码是…. A password
 * needs no entropy, anything else does; placeholders, references and calls are none.
 */
final class AssignmentRecogniser implements Recogniser {

    private static final int LONGEST_NAME = 48;
    private static final int LONGEST_VALUE = 512;
    private static final double LEAST_ENTROPY = 3.0;
    private static final List<String> PASSWORDS = List.of("password", "passwd", "passphrase", "pwd");
    private static final List<String> SECRETS = List.of(
            "secret",
            "token",
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "accesskey",
            "private_key",
            "credential",
            "auth_key",
            "client_key",
            "encryption_key",
            "signing_key",
            "account_key",
            "accountkey",
            "sharedaccesskey");
    private static final Set<String> PLACEHOLDERS = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "string",
            "str",
            "required",
            "optional",
            "undefined",
            "changeme",
            "password",
            "secret",
            "token",
            "example",
            "your_password",
            "redacted",
            "hidden",
            "empty",
            "varchar",
            "text");
    private static final List<String> CHINESE = List.of("密码", "口令", "令牌");

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.assignments().size(); i++) {
            int sign = subject.assignments().get(i);
            char next = subject.at(sign + 1);
            if (next != '/'
                    && next != ':'
                    && next != '='
                    && subject.at(sign - 1) != ':'
                    && subject.at(sign - 1) != '=') {
                assignment(subject, candidates, sign);
            }
        }
        for (int i = 0; i < subject.words().size(); i++) {
            int word = subject.words().get(i);
            for (String name : CHINESE) {
                if (subject.startsWith(name, word)) {
                    chinese(subject, candidates, word + name.length());
                }
            }
        }
    }

    private static void assignment(Subject subject, Candidates candidates, int sign) {
        int nameEnd = sign;
        while (sign - nameEnd < 3
                && (subject.at(nameEnd - 1) == ' ' || isQuote(subject.at(nameEnd - 1)))
                && nameEnd > 0) {
            nameEnd--;
        }
        int nameStart = nameEnd;
        while (nameStart > 0 && nameEnd - nameStart < LONGEST_NAME && isName(subject.at(nameStart - 1))) {
            nameStart--;
        }
        if (nameEnd - nameStart < 3) {
            return;
        }
        String name = subject.slice(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        boolean password = PASSWORDS.stream().anyMatch(name::contains);
        if (!password && SECRETS.stream().noneMatch(name::contains)) {
            return;
        }
        int start = sign + 1;
        while (start - sign < 4 && subject.at(start) == ' ' && start < subject.length()) {
            start++;
        }
        boolean spaced = start > sign + 1;
        char quote = subject.at(start);
        boolean quoted = isQuote(quote) || (quote == '\\' && isQuote(subject.at(start + 1)));
        while (start < subject.length()
                && start - sign < 8
                && (isQuote(subject.at(start)) || subject.at(start) == '\\')) {
            start++;
        }
        int end = valueEnd(subject, start);
        if (end > start) {
            boolean bare = !quoted && (subject.at(sign) == ':' || spaced);
            value(subject, candidates, name, password, bare, start, end);
        }
    }

    private static void value(
            Subject subject, Candidates candidates, String name, boolean password, boolean bare, int start, int end) {
        String value = subject.slice(start, end);
        if (isPlaceholder(value) || subject.at(end) == '(' || subject.at(end) == '[') {
            return;
        }
        int letters = 0;
        int others = 0;
        for (int i = 0; i < value.length(); i++) {
            if (Chars.isLetter(value.charAt(i)) || value.charAt(i) == '_') {
                letters++;
            } else {
                others++;
            }
        }
        if (password) {
            if (value.length() >= 4
                    && !(bare && (others == 0 || value.charAt(value.length() - 1) == '.'))
                    && !isReference(value)) {
                candidates.add(EntityType.PASSWORD, start, end, others > 0 ? 0.8 : 0.6);
            }
        } else if (name.contains("aws") && value.length() == 40 && value.chars().allMatch(c -> isBase64((char) c))) {
            candidates.add(EntityType.AWS_SECRET_KEY, start, end, 1);
        } else if (value.length() >= 16
                && letters > 0
                && others > 0
                && !isReference(value)
                && hasDigit(value)
                && entropy(value) >= LEAST_ENTROPY) {
            candidates.add(EntityType.GENERIC_SECRET, start, end, 0.7);
        }
    }

    private static void chinese(Subject subject, Candidates candidates, int after) {
        int start = after;
        while (start - after < 4 && "是为： :=叫设成".indexOf(subject.at(start)) >= 0 && start < subject.length()) {
            start++;
        }
        int end = start;
        boolean digits = false;
        while (end - start <= 64
                && subject.at(end) > ' '
                && subject.at(end) < 127
                && ",;\"'<>()".indexOf(subject.at(end)) < 0) {
            digits |= !Chars.isLetter(subject.at(end));
            end++;
        }
        if (start > after
                && end - start >= 4
                && end - start <= 64
                && digits
                && !isPlaceholder(subject.slice(start, end))) {
            candidates.add(EntityType.PASSWORD, start, end, 0.8);
        }
    }

    /** Up to white space, a quote or what ends a value in code; -1 where it is longer than a secret. */
    private static int valueEnd(Subject subject, int start) {
        int i = start;
        while (i < subject.length()) {
            char c = subject.at(i);
            if (c <= ' ' || isQuote(c) || c >= 0x2E80 || ",;<>(){}[]|&\\".indexOf(c) >= 0) {
                return i;
            }
            if (i - start == LONGEST_VALUE) {
                return -1;
            }
            i++;
        }
        return i;
    }

    private static boolean isPlaceholder(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return PLACEHOLDERS.contains(lower)
                || lower.startsWith("your")
                || value.charAt(0) == '$'
                || value.charAt(0) == '%'
                || value.indexOf(Chars.MASK) >= 0
                || value.startsWith("***")
                || lower.startsWith("xxx")
                || value.chars().distinct().count() <= 2;
    }

    /** A name in code such as {@code os.environ} or {@code config.password}. */
    private static boolean isReference(String value) {
        boolean dotted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            dotted |= c == '.';
            if (!Chars.isLetter(c) && c != '_' && c != '.') {
                return false;
            }
        }
        return dotted;
    }

    private static boolean hasDigit(String value) {
        return value.chars().anyMatch(c -> Chars.isDigit((char) c));
    }

    /** Bits a character, by how often each occurs. */
    private static double entropy(String value) {
        int[] counts = new int[128];
        for (int i = 0; i < value.length(); i++) {
            counts[Math.min(127, value.charAt(i))]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    static boolean isBase64(char c) {
        return Chars.isAlphanumeric(c) || c == '+' || c == '/' || c == '=';
    }

    private static boolean isName(char c) {
        return Chars.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
