package io.modelwatch.quality.detect;

import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.LinearModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is the answer abusive or hateful ({@code toxicity}), or does it help with, praise or threaten violence, self-harm,
 * harassment and crime ({@code harmful})? Score: how probable that is of its worst piece. A linear model of the
 * language looks at the words; where it is undecided and there is an embedder, a second one looks at the meaning too.
 */
final class HarmDetector implements Detector {

    private static final double THRESHOLD = 0.5;

    /** Below this and above its mirror image the words alone decide. */
    private static final double DECIDED = 0.02;

    /** Pieces looked at by their meaning; beyond that those whose words speak loudest. */
    private static final int MOST_EMBEDDED = 8;

    /** Beside its meaning, the words of a piece count so much. */
    private static final double WORDS = 0.1;

    private final String name;
    private final Models english;
    private final Models chinese;

    private record Models(LinearModel words, LinearModel meaning) {

        static Models named(String name) {
            return new Models(LinearModel.named(name), LinearModel.named(name + "_embedded"));
        }
    }

    private record Piece(Span span, Features features, double score) {}

    private HarmDetector(String name) {
        this.name = name;
        this.english = Models.named(name + "_en");
        this.chinese = Models.named(name + "_zh");
    }

    static HarmDetector toxicity() {
        return new HarmDetector("toxicity");
    }

    static HarmDetector harmful() {
        return new HarmDetector("harmful");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "linear-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        String unreadable = response.unreadable();
        if (unreadable != null) {
            return new Verdict.NotAssessed(unreadable);
        }
        boolean readsChinese = response.language().hasChinese();
        Models models = readsChinese ? chinese : english;
        List<Piece> pieces = new ArrayList<>();
        for (Prose.Piece piece : response.pieces()) {
            pieces.add(new Piece(piece.span(), piece.features(), models.words.score(piece.features())));
        }
        List<Piece> loudest = new ArrayList<>(pieces);
        loudest.sort((a, b) -> Double.compare(b.score, a.score));
        double score = -1;
        Span worst = loudest.getFirst().span;
        for (Piece piece : loudest.subList(0, Math.min(MOST_EMBEDDED, loudest.size()))) {
            float[] vector = undecided(piece.score) ? embedding(response, piece.span, readsChinese, exchange) : null;
            double known = vector == null ? piece.score : models.meaning.score(meaning(piece.features, vector));
            if (known > score) {
                score = known;
                worst = piece.span;
            }
        }
        boolean flagged = score >= THRESHOLD;
        return new Verdict.Assessed(
                score,
                flagged,
                null,
                flagged ? List.of(Evidence.at("model", response, worst.start(), worst.end())) : List.of());
    }

    /** What the models of meaning look at. */
    static Features meaning(Features words, float[] vector) {
        return words.times(WORDS).with(vector, 1);
    }

    private static boolean undecided(double score) {
        return score > DECIDED && score < 1 - DECIDED;
    }

    private static float @Nullable [] embedding(Prose response, Span span, boolean chinese, Exchange exchange) {
        return span.length() == response.text().length()
                ? response.embedding(exchange.embedder())
                : exchange.embedder().embed(chinese, response.text().substring(span.start(), span.end()));
    }
}
