package io.modelwatch.quality.linear;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Undoes what hides words from a reader of characters but not from a model. */
public final class Normaliser {

    private static final String LOOKALIKES = "аɑеоοрρсхχуγѕіιјԁһкκмтτвνηԛԝ";
    private static final String LATIN = "aaeooppcxxyysiijdhkkmttbvnqw";

    private static final Map<Character, Character> HOMOGLYPHS = homoglyphs();

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24,4096}={0,2}");
    private static final Pattern SPELLED =
            Pattern.compile("(?<![\\p{L}\\d])(?:\\p{L}[ .\\-_*]){4,40}\\p{L}(?![\\p{L}\\d])");
    private static final String WORDS =
            "the|and|of|to|is|in|that|you|are|all|ignore|your|previous|instructions|how|me|a";
    private static final Pattern SMALL_WORDS = Pattern.compile("\\b(?:" + WORDS + ")\\b");
    private static final Pattern ROTATED_WORDS = Pattern.compile("\\b(?:" + rotate(WORDS) + ")\\b");

    private static final int FEW = 2;

    private Normaliser() {}

    private static Map<Character, Character> homoglyphs() {
        Map<Character, Character> map = new java.util.HashMap<>();
        for (int i = 0; i < LOOKALIKES.length(); i++) {
            map.put(LOOKALIKES.charAt(i), LATIN.charAt(i));
        }
        return Map.copyOf(map);
    }

    /** Small letters in their plain form, without invisible characters; words of mixed alphabets in Latin, spaces single. */
    public static String fold(String text) {
        String plain =
                (isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(plain.length());
        boolean latin = plain.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        boolean space = false;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.getType(c) == Character.FORMAT) {
                continue;
            }
            if (c == '\n' || !Character.isWhitespace(c)) {
                folded.append(latin ? HOMOGLYPHS.getOrDefault(c, c) : c);
                space = false;
            } else if (!space) {
                folded.append(' ');
                space = true;
            }
        }
        return folded.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * What else a text says: what is encoded in it, or spelled out letter by letter; already folded.
     *
     * @param text as it came
     * @param folded the same by {@link #fold}
     */
    public static List<String> hidden(String text, String folded) {
        List<String> found = new ArrayList<>();
        Matcher encoded = BASE64.matcher(text);
        while (encoded.find()) {
            String decoded = decode(encoded.group());
            if (decoded != null) {
                found.add(fold(decoded));
            }
        }
        int rotated = count(ROTATED_WORDS, folded);
        if (rotated > FEW && rotated > FEW + 2 * count(SMALL_WORDS, folded)) {
            found.add(rotate(folded));
        }
        Matcher spelled = SPELLED.matcher(folded);
        StringBuilder joined = new StringBuilder();
        while (spelled.find()) {
            spelled.appendReplacement(
                    joined, Matcher.quoteReplacement(spelled.group().replaceAll("[ .\\-_*]", "")));
        }
        if (!joined.isEmpty()) {
            found.add(spelled.appendTail(joined).toString());
        }
        return found;
    }

    private static @Nullable String decode(String encoded) {
        try {
            byte[] bytes =
                    Base64.getMimeDecoder().decode(encoded.replace('-', '+').replace('_', '/'));
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean readable = text.length() > 8
                    && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
            return readable ? text : null;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    private static String rotate(String text) {
        StringBuilder rotated = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            rotated.append(c >= 'a' && c <= 'z' ? (char) ('a' + (c - 'a' + 13) % 26) : c);
        }
        return rotated.toString();
    }

    private static int count(Pattern pattern, String text) {
        int count = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find() && count < 1000) {
            count++;
        }
        return count;
    }
}
