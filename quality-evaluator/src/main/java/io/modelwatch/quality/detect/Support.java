package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a context supports an answer: each claim, which is a sentence that is no question, is laid beside the
 * sentences of the context that have most in common with it.
 *
 * @param signals numbers for the model, in a fixed order
 * @param claims the answer's claims, the least supported first
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Support(float[] signals, List<Claim> claims) {

    private static final int MOST_CLAIMS = 200;
    private static final int CAP = 3;

    /** What the signals of an embedder add, in this order: see {@link #embedded}. */
    static final int EMBEDDED = 6;

    private static final int SENTENCES_EMBEDDED = 6;
    private static final int CLAIMS_EMBEDDED = 3;

    private static final int FOREIGN_AT = 3;
    private static final int RUNS_AT = 13;
    private static final int FIRST_PERSON_AT = 28;
    private static final int QUESTION_AT = 29;
    private static final int HEDGE_AT = 30;
    private static final double MUCH_FOREIGN = 0.25;
    private static final double FEW_RUNS = 0.6;

    private static final Pattern FIRST_PERSON =
            Pattern.compile("\\b(?:i|i'm|i've|i'd|my|me|we|our)\\b|我(?!国|省|市|县|军|方)|我们(?!国)|咱");
    private static final Pattern HEDGE = Pattern.compile(
            "\\b(?:may|might|perhaps|maybe|probably|possibly|not sure|think|guess)\\b|可能|也许|或许|大概|不确定|似乎");
    private static final Pattern UNKNOWN = Pattern.compile(
            "\\b(?:do not know|don't know|not sure|no information|cannot (?:answer|determine)|unable to)\\b|不知道|不清楚|无法(?:确定|回答|判断|得知)|没有(?:明确|确切|相关)|尚(?:不|未)|未知|无从");
    private static final Pattern YES = Pattern.compile("^\\W{0,3}(?:yes|yeah|correct|是的|对|会|能|可以|有|应该)");
    private static final Pattern NO = Pattern.compile("^\\W{0,3}(?:no\\b|not\\b|不|没|否|并[不没非]|无)");

    /**
     * A claim.
     *
     * @param span where it stands in the answer
     * @param support share of its content that its best two sentences have
     * @param best the sentence of the context that has most of it; negative where none has any
     */
    record Claim(Span span, double support, int best) {}

    static Support of(Passage context, Passage prompt, Passage response) {
        Signals out = new Signals();
        Set<Integer> said = response.content();
        int inContext = 0;
        int fresh = 0;
        int freshInContext = 0;
        for (int unit : said) {
            boolean supported = context.content().contains(unit);
            inContext += supported ? 1 : 0;
            if (!prompt.content().contains(unit)) {
                fresh++;
                freshInContext += supported ? 1 : 0;
            }
        }
        out.add(share(inContext, said.size()));
        out.add(share(freshInContext, fresh));
        out.add(share(fresh, said.size()));
        out.add(share(fresh - freshInContext, said.size()));

        int[] shared = context.shared(said);
        int best = most(shared);
        Set<Integer> bestContent =
                best < 0 ? Set.of() : context.sentences().get(best).content();
        int overlap = best < 0 ? 0 : shared[best];
        out.add(share(overlap, said.size()));
        out.add(best < 0 ? 0 : overlap / (double) Math.max(1, bestContent.size()));
        out.add(overlap / (double) Math.max(1, said.size() + bestContent.size() - overlap));
        out.add(inContext / (double) Math.max(1, context.content().size()));

        List<Claim> claims = claims(context, response);
        double least = 1;
        double sum = 0;
        double leastAnywhere = 1;
        for (Claim claim : claims) {
            least = Math.min(least, claim.support);
            sum += claim.support;
        }
        for (Passage.Sentence sentence : response.sentences()) {
            if (!sentence.content().isEmpty()) {
                int found = 0;
                for (int unit : sentence.content()) {
                    found += context.content().contains(unit) ? 1 : 0;
                }
                leastAnywhere = Math.min(
                        leastAnywhere, found / (double) sentence.content().size());
            }
        }
        out.add(least);
        out.add(claims.isEmpty() ? 1 : sum / claims.size());
        out.add(leastAnywhere);

        int[] theirs = context.tokens();
        int[] ours = response.tokens();
        out.add(covered(Passage.runs(ours, 1), Passage.runs(theirs, 1)));
        out.add(covered(Passage.runs(ours, 2), Passage.runs(theirs, 2)));
        out.add(covered(Passage.runs(ours, 3), Passage.runs(theirs, 3)));
        out.add(longest(Passage.runs(ours, 2), Passage.runs(theirs, 2)) / (double) Math.max(1, ours.length));
        out.add(covered(response.letters(), context.letters()));

        Set<Double> numbers = new HashSet<>(response.quantities());
        int all = numbers.size();
        numbers.removeAll(context.quantities());
        int missing = numbers.size();
        numbers.removeAll(prompt.quantities());
        out.add(Math.min(CAP, missing));
        out.add(Math.min(CAP, numbers.size()));
        out.add(share(all - missing, all));
        out.add(all > 0 ? 1 : 0);
        out.add(share(
                (int) context.quantities().stream()
                        .filter(response.quantities()::contains)
                        .count(),
                context.quantities().size()));

        out.add(names(context, response));

        double denied = denials(response);
        double deniedThere = denials(context);
        out.add(denied);
        out.add(deniedThere);
        boolean bestDenies = best >= 0 && context.sentences().get(best).denies();
        out.add((denied > 0 ? 1 : 0) - (bestDenies ? 1 : 0));
        int polarity = polarity(
                response.prose(),
                response.sentences().isEmpty()
                        ? new Span(0, 0)
                        : response.sentences().getFirst().span());
        double theirPolarity = 0;
        for (Passage.Sentence sentence : context.sentences()) {
            theirPolarity += polarity(context.prose(), sentence.span())
                    / (double) context.sentences().size();
        }
        out.add(polarity);
        out.add(theirPolarity);
        out.add(polarity * theirPolarity);

        CharSequence text = response.prose().folded();
        out.add(FIRST_PERSON.matcher(text).find() ? 1 : 0);
        out.add(text.chars().anyMatch(c -> c == '?') ? 1 : 0);
        out.add(HEDGE.matcher(text).find() ? 1 : 0);
        boolean unknown = UNKNOWN.matcher(text).find();
        boolean unknownThere = UNKNOWN.matcher(context.prose().folded()).find();
        out.add(unknown ? 1 : 0);
        out.add(unknownThere ? 1 : 0);
        out.add(unknown == unknownThere ? 1 : 0);
        out.add(share(
                (int) prompt.content().stream().filter(said::contains).count(),
                prompt.content().size()));
        out.add(share(
                (int) prompt.content().stream()
                        .filter(context.content()::contains)
                        .count(),
                prompt.content().size()));

        claims.sort((a, b) -> Double.compare(a.support, b.support));
        return new Support(out.values(), claims);
    }

    /** With what an embedder says of the answer, its worst claims and the sentences nearest to them. */
    Support embedded(Passage context, Passage prompt, Passage response, Embedder embedder) {
        float[] more = new float[EMBEDDED];
        boolean chinese = context.prose().language() == Language.ZH;
        float[] answer = response.prose().embedding(embedder);
        if (answer == null) {
            return this;
        }
        List<Integer> near = nearest(context, context.shared(response.content()), SENTENCES_EMBEDDED);
        List<float[]> sentences = new ArrayList<>();
        for (int index : near) {
            float[] vector =
                    embed(context.prose(), context.sentences().get(index).span(), chinese, embedder);
            if (vector != null && vector.length == answer.length) {
                sentences.add(vector);
            }
        }
        double[] cosines = sentences.stream()
                .mapToDouble(s -> Vectors.cosine(answer, s))
                .sorted()
                .toArray();
        more[0] = cosines.length > 0 ? (float) cosines[cosines.length - 1] : 0;
        more[1] = cosines.length > 1 ? (float) cosines[cosines.length - 2] : more[0];
        more[2] = cosines.length > 0 ? (float) Arrays.stream(cosines).average().orElse(0) : 0;
        double worst = 1;
        for (Claim claim : claims.subList(0, Math.min(CLAIMS_EMBEDDED, claims.size()))) {
            float[] vector = claims.size() == 1 ? answer : embed(response.prose(), claim.span, chinese, embedder);
            if (vector != null) {
                worst = Math.min(
                        worst,
                        sentences.stream()
                                .mapToDouble(s -> Vectors.cosine(vector, s))
                                .max()
                                .orElse(0));
            }
        }
        more[3] = (float) worst;
        float[] asked = prompt.prose().embedding(embedder);
        more[4] = asked == null || asked.length != answer.length ? 0 : (float) Vectors.cosine(asked, answer);
        more[5] = more[0] - more[4];
        float[] all = Arrays.copyOf(signals, signals.length + EMBEDDED);
        System.arraycopy(more, 0, all, signals.length, EMBEDDED);
        return new Support(all, claims);
    }

    /** Whether a plain statement, which is no talk, brings up what neither context nor prompt has, in words of its own. */
    boolean statesWhatIsNotThere() {
        boolean talk = signals[FIRST_PERSON_AT] > 0 || signals[QUESTION_AT] > 0 || signals[HEDGE_AT] > 0;
        return !talk && signals[FOREIGN_AT] > MUCH_FOREIGN && signals[RUNS_AT] < FEW_RUNS;
    }

    private static float @Nullable [] embed(Prose prose, Span span, boolean chinese, Embedder embedder) {
        String text = prose.text().substring(span.start(), span.end()).strip();
        return text.isEmpty() ? null : embedder.embed(chinese, text);
    }

    /** The sentences that share most, the first ones where they share as little. */
    private static List<Integer> nearest(Passage context, int[] shared, int most) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < context.sentences().size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> shared[a] != shared[b] ? Integer.compare(shared[b], shared[a]) : Integer.compare(a, b));
        return order.subList(0, Math.min(most, order.size()));
    }

    private static List<Claim> claims(Passage context, Passage response) {
        List<Claim> claims = new ArrayList<>();
        for (Passage.Sentence sentence : response.sentences()) {
            if (claims.size() == MOST_CLAIMS) {
                break;
            }
            if (sentence.content().isEmpty() || isQuestion(response.prose(), sentence.span())) {
                continue;
            }
            int[] shared = context.shared(sentence.content());
            int best = most(shared);
            int second = -1;
            for (int i = 0; i < shared.length; i++) {
                if (i != best && shared[i] > 0 && (second < 0 || shared[i] > shared[second])) {
                    second = i;
                }
            }
            int found = 0;
            for (int unit : sentence.content()) {
                found += (best >= 0 && context.sentences().get(best).content().contains(unit))
                                || (second >= 0
                                        && context.sentences()
                                                .get(second)
                                                .content()
                                                .contains(unit))
                        ? 1
                        : 0;
            }
            claims.add(new Claim(
                    sentence.span(), found / (double) sentence.content().size(), best));
        }
        return claims;
    }

    private static boolean isQuestion(Prose prose, Span span) {
        return span.end() > span.start() && prose.folded().charAt(span.end() - 1) == '?';
    }

    private static int most(int[] counts) {
        int best = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && (best < 0 || counts[i] > counts[best])) {
                best = i;
            }
        }
        return best;
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 1 : part / (double) whole;
    }

    private static Set<Integer> set(int[] values) {
        Set<Integer> set = new HashSet<>(values.length * 2);
        for (int value : values) {
            set.add(value);
        }
        return set;
    }

    private static double covered(int[] ours, int[] theirs) {
        Set<Integer> there = set(theirs);
        int found = 0;
        for (int run : ours) {
            found += there.contains(run) ? 1 : 0;
        }
        return share(found, ours.length);
    }

    private static int longest(int[] ours, int[] theirs) {
        Set<Integer> there = set(theirs);
        int longest = 0;
        int current = 0;
        for (int run : ours) {
            current = there.contains(run) ? current + 1 : 0;
            longest = Math.max(longest, current);
        }
        return longest;
    }

    /** The share of names, which are words with a capital inside a sentence, that the context has. */
    private static double names(Passage context, Passage response) {
        String text = response.prose().text();
        int names = 0;
        int found = 0;
        for (Passage.Sentence sentence : response.sentences()) {
            int word = -1;
            boolean first = true;
            for (int i = sentence.span().start(); i <= sentence.span().end(); i++) {
                char c = i < sentence.span().end() ? text.charAt(i) : ' ';
                if (Character.isLetterOrDigit(c) && !LanguageGuess.isHan(c)) {
                    word = word < 0 ? i : word;
                } else if (word >= 0) {
                    if (!first && Character.isUpperCase(text.charAt(word)) && i - word > 1) {
                        names++;
                        String said = response.prose()
                                .folded()
                                .subSequence(word, Math.min(i, word + 40))
                                .toString();
                        found += context.content().contains(Terms.stem(said).hashCode()) ? 1 : 0;
                    }
                    first = false;
                    word = -1;
                }
            }
        }
        return share(found, names);
    }

    private static double denials(Passage passage) {
        long denying =
                passage.sentences().stream().filter(Passage.Sentence::denies).count();
        return denying / (double) Math.max(1, passage.sentences().size());
    }

    private static int polarity(Prose prose, Span span) {
        CharSequence start = prose.folded().subSequence(span.start(), Math.min(span.end(), span.start() + 12));
        return NO.matcher(start).find() ? -1 : YES.matcher(start).find() ? 1 : 0;
    }

    /** Collects numbers in order. */
    private static final class Signals {

        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        float[] values() {
            float[] array = new float[values.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i).floatValue();
            }
            return array;
        }
    }
}
