package io.modelwatch.quality.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways to tell how far a column has moved, with the thresholds of Evidently. */
public enum ColumnMethod {
    /** Index of the population's stability over {@link PsiConvention#EQUAL_WIDTH} bins. */
    PSI(Decision.AT_LEAST, 0.1),
    /** The same over {@link PsiConvention#QUANTILES}. */
    PSI_QUANTILES(Decision.AT_LEAST, 0.1),
    /** Over the bins and with the filling of {@link #PSI}. */
    KL_DIV(Decision.AT_LEAST, 0.1),
    /** Over the bins of {@link #PSI}, the distance, by the natural logarithm. */
    JENSENSHANNON(Decision.AT_LEAST, 0.1),
    /** Numbers: over bins of equal width, as many as their distinct values ask for. */
    HELLINGER(Decision.AT_LEAST, 0.1),
    /** In standard deviations of the reference. */
    WASSERSTEIN(Decision.AT_LEAST, 0.1),
    /** Energy distance. */
    ED(Decision.ABOVE, 0.1),
    KS(Decision.P_AT_MOST, 0.05),
    T_TEST(Decision.P_BELOW, 0.05),
    /** One-sided: whether the reference is less. */
    MANNW(Decision.P_BELOW, 0.05),
    /** Of the k-sample test, between 0.001 and 0.25. */
    ANDERSON(Decision.P_BELOW, 0.1),
    CRAMER_VON_MISES(Decision.P_AT_MOST, 0.1),
    /** Epps and Singleton. */
    ES(Decision.P_BELOW, 0.05),
    CHISQUARE(Decision.P_BELOW, 0.05),
    /** Two proportions; needs at most two values. */
    Z(Decision.P_BELOW, 0.05),
    FISHER_EXACT(Decision.P_BELOW, 0.1),
    G_TEST(Decision.P_BELOW, 0.1),
    /** Total variation distance, by permutation. */
    TVD(Decision.P_BELOW, 0.1),
    /** Maximum mean discrepancy, by permutation. Slow: only when asked for. */
    MMD(Decision.P_BELOW, 0.1),
    /** Area under the ROC curve of a classifier that tells the sides apart. */
    TEXT_CONTENT_DRIFT(Decision.ABOVE, 0.55);

    /** Numbers of at most as many distinct values can be counted as categories. */
    static final int COUNTABLE = 20;

    private static final int LARGE = 1000;

    /** How a value stands to the threshold where there is drift. */
    public enum Decision {
        AT_LEAST,
        ABOVE,
        P_AT_MOST,
        P_BELOW;

        boolean drifted(double value, double threshold) {
            return switch (this) {
                case AT_LEAST -> value >= threshold;
                case ABOVE -> value > threshold;
                case P_AT_MOST -> value <= threshold;
                case P_BELOW -> value < threshold;
            };
        }
    }

    private final Decision decision;
    private final double threshold;

    ColumnMethod(Decision decision, double threshold) {
        this.decision = decision;
        this.threshold = threshold;
    }

    /** The name in requests and answers. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ColumnMethod> tagged(String tag) {
        return Arrays.stream(values())
                .filter(method -> method.tag().equals(tag))
                .findFirst();
    }

    public double threshold() {
        return threshold;
    }

    /** Compares two samples of the same kind; never throws, whatever they hold. */
    public Outcome compare(Sample reference, Sample current) {
        if (reference.count() == 0 || current.count() == 0) {
            return new Outcome.Undefined(
                    "no values in the " + (reference.count() == 0 ? "reference" : "current sample"));
        }
        return switch (this) {
            case TEXT_CONTENT_DRIFT -> TextDomain.compare(reference, current);
            case PSI, PSI_QUANTILES, KL_DIV, JENSENSHANNON, HELLINGER -> compareShares(reference, current);
            case CHISQUARE, Z, FISHER_EXACT, G_TEST, TVD -> compareCounts(reference, current);
            case WASSERSTEIN, ED, KS, T_TEST, MANNW, ANDERSON, CRAMER_VON_MISES, ES, MMD ->
                reference instanceof Sample.Numbers before && current instanceof Sample.Numbers now
                        ? compareNumbers(before, now)
                        : new Outcome.Undefined("is for numbers");
        };
    }

    private Outcome compareNumbers(Sample.Numbers before, Sample.Numbers now) {
        return switch (this) {
            case WASSERSTEIN -> Outcome.of(Distances.normedEarthMover(before, now));
            case ED -> Outcome.of(Distances.energy(before, now));
            case KS -> Outcome.of(RankTests.kolmogorovSmirnov(before, now));
            case T_TEST -> Outcome.of(Distances.student(before, now));
            case MANNW -> Outcome.of(RankTests.mannWhitneyLess(before, now));
            case ANDERSON -> Outcome.of(RankTests.andersonDarling(before, now));
            case CRAMER_VON_MISES -> Outcome.of(RankTests.cramerVonMises(before, now));
            case ES ->
                Math.min(before.count(), now.count()) < EppsSingleton.LEAST
                        ? new Outcome.Undefined("needs at least " + EppsSingleton.LEAST + " values on either side")
                        : Outcome.of(EppsSingleton.pValue(before, now));
            case MMD -> meanDiscrepancy(before, now);
            default -> throw new IllegalStateException(tag());
        };
    }

    private static Outcome meanDiscrepancy(Sample.Numbers before, Sample.Numbers now) {
        if (Math.max(before.count(), now.count()) > KernelTest.MOST) {
            return new Outcome.Undefined("is for at most " + KernelTest.MOST + " values on a side");
        }
        KernelTest test = KernelTest.of(before, now);
        return Outcome.of(test.pValue(), test.statistic());
    }

    private Outcome compareShares(Sample before, Sample now) {
        if (before instanceof Sample.Texts || now instanceof Sample.Texts) {
            return new Outcome.Undefined("is for numbers and categories");
        }
        PsiConvention convention = this == PSI_QUANTILES ? PsiConvention.QUANTILES : PsiConvention.EQUAL_WIDTH;
        Binned binned = convention.bin(before, now);
        return switch (this) {
            case PSI, PSI_QUANTILES -> Outcome.of(convention.index(binned));
            case KL_DIV ->
                Outcome.of(Distances.kullbackLeibler(
                        convention.fill(binned.baseline()), convention.fill(binned.current())));
            case JENSENSHANNON -> Outcome.of(Distances.jensenShannon(binned));
            case HELLINGER -> Outcome.of(Distances.hellinger(hellingerBins(before, now)));
            default -> throw new IllegalStateException(tag());
        };
    }

    private static Binned hellingerBins(Sample before, Sample now) {
        if (before instanceof Sample.Numbers first && now instanceof Sample.Numbers second) {
            double[] edges = Binned.edges(
                    first.distinctWith(second),
                    Math.min(first.min(), second.min()),
                    Math.max(first.max(), second.max()));
            return Binned.byEdges(edges, first, second);
        }
        return PsiConvention.EQUAL_WIDTH.bin(before, now);
    }

    private Outcome compareCounts(Sample before, Sample now) {
        CountTests counts = countsOf(before, now);
        if (counts == null) {
            return new Outcome.Undefined(
                    "is for categories and for numbers of at most " + COUNTABLE + " distinct values");
        }
        return switch (this) {
            case CHISQUARE -> Outcome.of(counts.pearson());
            case G_TEST -> Outcome.of(counts.likelihoodRatio());
            case TVD -> Outcome.of(counts.totalVariation(), Distances.totalVariation(counts.shares()));
            case Z, FISHER_EXACT ->
                counts.reference().length > 2
                        ? new Outcome.Undefined("is for at most two distinct values")
                        : Outcome.of(this == Z ? counts.proportions() : counts.fisher());
            default -> throw new IllegalStateException(tag());
        };
    }

    /** Whether a value of this method means drift. */
    public boolean drifted(double value) {
        return decision.drifted(value, threshold);
    }

    /** What is computed for a kind of column if nothing is asked for. */
    static List<ColumnMethod> usual(Sample reference) {
        return Arrays.stream(values())
                .filter(method -> method != MMD && method.isFor(reference))
                .toList();
    }

    private boolean isFor(Sample sample) {
        return switch (this) {
            case PSI, PSI_QUANTILES, KL_DIV, JENSENSHANNON, HELLINGER -> !(sample instanceof Sample.Texts);
            case WASSERSTEIN, ED, KS, T_TEST, MANNW, ANDERSON, CRAMER_VON_MISES, ES, MMD ->
                sample instanceof Sample.Numbers;
            case CHISQUARE, Z, FISHER_EXACT, G_TEST, TVD -> sample instanceof Sample.Categories;
            case TEXT_CONTENT_DRIFT -> sample instanceof Sample.Texts;
        };
    }

    /** Evidently's choice, by the kind of column, the reference's count and the number of distinct values. */
    public static ColumnMethod choose(Sample reference, Sample current) {
        boolean large = reference.count() > LARGE;
        return switch (reference) {
            case Sample.Texts texts -> TEXT_CONTENT_DRIFT;
            case Sample.Categories before -> {
                int distinct = current instanceof Sample.Categories now ? before.distinctWith(now) : 0;
                yield large ? JENSENSHANNON : distinct > 2 ? CHISQUARE : Z;
            }
            case Sample.Numbers before -> {
                int distinct = current instanceof Sample.Numbers now ? before.distinctWith(now) : 0;
                if (large) {
                    yield distinct > 5 ? WASSERSTEIN : JENSENSHANNON;
                }
                yield distinct > 5 ? KS : distinct > 2 ? CHISQUARE : Z;
            }
        };
    }

    private static @Nullable CountTests countsOf(Sample before, Sample now) {
        if (before instanceof Sample.Categories first && now instanceof Sample.Categories second) {
            return CountTests.of(first, second);
        }
        if (before instanceof Sample.Numbers first
                && now instanceof Sample.Numbers second
                && first.distinctWith(second) <= COUNTABLE) {
            return CountTests.of(Sample.Categories.of(first), Sample.Categories.of(second));
        }
        return null;
    }
}
