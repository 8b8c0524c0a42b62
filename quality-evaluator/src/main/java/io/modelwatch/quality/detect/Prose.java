package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import io.modelwatch.redaction.Detector;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text made ready for detectors. The forms below are as long as the original, character by character, so offsets
 * agree between them. What is costly is worked out when it is first asked for, and kept; threads that ask at once get
 * the same.
 */
public final class Prose {

    /** Linear models look at so many characters. */
    private static final int SEEN = 4000;

    private static final Detector SECRETS = Detector.of(EntityType.secrets(), Detector.DEFAULT_MINIMUM);

    private static final int PIECE = 600;
    private static final int PIECES_KEPT = 32;

    private final String text;
    private final CharSequence folded;
    private final CharSequence spoken;
    private final List<Span> sentences;
    private final LanguageGuess language;

    private @Nullable Features features;
    private @Nullable Verdict refusal;
    private @Nullable List<Finding> secrets;
    private @Nullable List<Piece> pieces;
    private @Nullable Unmasked unmasked;
    private float @Nullable [] embedding;

    private Prose(String text, CharSequence folded, CharSequence spoken) {
        this.text = text;
        this.folded = folded;
        this.spoken = spoken;
        this.sentences = sentences(folded);
        this.language = LanguageGuess.of(folded);
    }

    public static Prose of(String text) {
        String folded = Folding.fold(text);
        return new Prose(text, folded, Quotes.blank(text, folded));
    }

    /** A prose whose forms are read through the given sequences, so that a test can count. */
    static Prose through(String text, java.util.function.UnaryOperator<CharSequence> view) {
        CharSequence folded = view.apply(Folding.fold(text));
        return new Prose(text, folded, view.apply(Quotes.blank(text, folded)));
    }

    /** The original. */
    public String text() {
        return text;
    }

    /** Lower case, half-width, straight apostrophes, simplified in the characters that rules look for. */
    CharSequence folded() {
        return folded;
    }

    /** {@link #folded} with everything quoted and all code blanked: what the text says in its own voice. */
    CharSequence spoken() {
        return spoken;
    }

    /** Sentences and lines that hold more than space. */
    List<Span> sentences() {
        return sentences;
    }

    public Language language() {
        return language.language();
    }

    double languageShare() {
        return language.share();
    }

    boolean isBlank() {
        return sentences.isEmpty();
    }

    /** Why a detector of answers in Chinese and English cannot judge this as one; null where it can. */
    @Nullable
    String unreadable() {
        if (isBlank()) {
            return "the response is empty";
        }
        if (language() == Language.NONE) {
            return "the response has no words";
        }
        return language() == Language.OTHER ? "the response is neither Chinese nor English" : null;
    }

    /** Keys and passwords in the text, in its order. */
    List<Finding> secrets() {
        List<Finding> known = secrets;
        if (known == null) {
            known = SECRETS.find(text);
            secrets = known;
        }
        return known;
    }

    /** A stretch of the text, asterisks in the place of what is secret. */
    String withoutSecrets(int from, int to) {
        List<Finding> found = secrets();
        int low = 0;
        int high = found.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (found.get(middle).end() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        StringBuilder shown = new StringBuilder(text.substring(from, to));
        for (int i = low; i < found.size() && found.get(i).start() < to; i++) {
            int end = Math.min(to, found.get(i).end());
            for (int at = Math.max(from, found.get(i).start()); at < end; at++) {
                shown.setCharAt(at - from, '*');
            }
        }
        return shown.toString();
    }

    /** The beginning of {@link #folded} as linear models see it. */
    Features features() {
        Features known = features;
        if (known == null) {
            known = Features.of(
                    folded.subSequence(0, Math.min(SEEN, folded.length())).toString());
            features = known;
        }
        return known;
    }

    /** The text as those see it who look for attacks. */
    Unmasked unmasked() {
        Unmasked known = unmasked;
        if (known == null) {
            known = Unmasked.of(text, true);
            unmasked = known;
        }
        return known;
    }

    /**
     * A stretch of whole sentences.
     *
     * @param features of its folded text
     */
    record Piece(Span span, Features features) {}

    /**
     * The text in stretches of about {@value #PIECE} characters, a longer sentence cut; none of a blank text. Kept only
     * where they are few, for those of a long text take much room.
     */
    List<Piece> pieces() {
        List<Piece> known = pieces;
        if (known == null) {
            known = spans().stream()
                    .map(span -> new Piece(span, features(span)))
                    .toList();
            pieces = known.size() <= PIECES_KEPT ? known : null;
        }
        return known;
    }

    private Features features(Span span) {
        return span.start() == 0 && span.end() == Math.min(SEEN, folded.length())
                ? features()
                : Features.of(folded.subSequence(span.start(), span.end()).toString());
    }

    private List<Span> spans() {
        if (text.length() <= PIECE && !isBlank()) {
            return List.of(new Span(0, text.length()));
        }
        List<Span> spans = new ArrayList<>();
        int start = -1;
        int end = -1;
        for (Span sentence : sentences) {
            if (start >= 0 && sentence.end() - start > PIECE) {
                cut(start, end, spans);
                start = -1;
            }
            start = start < 0 ? sentence.start() : start;
            end = sentence.end();
        }
        if (start >= 0) {
            cut(start, end, spans);
        }
        return spans;
    }

    private static void cut(int start, int end, List<Span> spans) {
        for (int from = start; from < end; from += 2 * PIECE) {
            spans.add(new Span(from, Math.min(end, from + 2 * PIECE)));
        }
    }

    /** The text's vector, null where there is none: of blank texts, of other languages, without a model. */
    float @Nullable [] embedding(Embedder embedder) {
        float[] known = embedding;
        if (known == null && !isBlank() && language().isSupported()) {
            known = embedder.embed(language() == Language.ZH, text);
            embedding = known;
        }
        return known;
    }

    /** Whether this declines, as several detectors ask. */
    Verdict refusal() {
        Verdict known = refusal;
        if (known == null) {
            known = RefusalDetector.of(this);
            refusal = known;
        }
        return known;
    }

    private static List<Span> sentences(CharSequence text) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        boolean blank = true;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            blank &= c == ' ' || c == '\n';
            if (ends(text, c, i, length)) {
                if (!blank) {
                    spans.add(new Span(start, i + 1));
                }
                start = i + 1;
                blank = true;
            }
        }
        if (!blank) {
            spans.add(new Span(start, length));
        }
        return List.copyOf(spans);
    }

    private static boolean ends(CharSequence text, char c, int at, int length) {
        return switch (c) {
            case '\n', '。' -> true;
            case '!', '?', ';' -> true;
            // A full stop ends a sentence before a space, not in 3.14 or after the number of a list.
            case '.' ->
                at + 1 == length
                        || ((text.charAt(at + 1) == ' ' || text.charAt(at + 1) == '\n')
                                && (at == 0 || !Character.isDigit(text.charAt(at - 1))));
            default -> false;
        };
    }
}
