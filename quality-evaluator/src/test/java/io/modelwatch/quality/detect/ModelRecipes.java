package io.modelwatch.quality.detect;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.quality.linear.Features;
import io.modelwatch.quality.linear.Normaliser;
import io.modelwatch.quality.linear.Training;
import io.modelwatch.quality.trees.Boosting;
import io.modelwatch.quality.trees.TreeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each linear model learns from: only rows whose licence allows weights fitted to them (MODELS.md), and none of the
 * rows kept for the test. Rows are marked with their set and part, so that cross-validation can tell them apart.
 */
final class ModelRecipes {

    private static final int SEEN = 4000;
    private static final int PIECE = 600;
    private static final int INJECTION_REPEATS = 3;

    /** How often rows of small sets count beside those of the largest. */
    private static final int FEW = 3;

    /**
     * A model to be.
     *
     * @param lines what it learns from
     * @param threshold the probability from which it shall say yes, chosen by cross-validation
     * @param decay how strongly weights are pulled towards zero
     */
    record Recipe(List<Line> lines, double threshold, double decay) {

        Training.Recipe of(Predicate<Line> learnt) {
            return new Training.Recipe(
                    lines.stream().filter(learnt).map(Line::row).toList(), threshold, decay);
        }

        Training.Recipe all() {
            return of(line -> true);
        }
    }

    /** A row for training, and where it comes from. */
    record Line(String set, int part, Training.Row row) {

        static Line of(Labelled labelled, Features features) {
            return new Line(
                    labelled.set(), labelled.part(), new Training.Row(features, labelled.positive(), labelled.group()));
        }

        Line negative() {
            return new Line(set, part, new Training.Row(row.features(), false, row.group()));
        }

        Line positive() {
            return new Line(set, part, new Training.Row(row.features(), true, row.group()));
        }
    }

    /** Short statements, written by hand: attacks ask about such things, contexts state them. */
    private static final List<String> STATEMENTS = List.of(
            "Paris is the capital of France.",
            "Berlin is the capital and largest city of Germany.",
            "The capital of Australia is Canberra.",
            "Rome is the capital of Italy.",
            "The Nile is the longest river in Africa.",
            "Mount Everest is the highest mountain in the world.",
            "Water boils at 100 degrees Celsius at sea level.",
            "The museum is open from Tuesday to Sunday, 10 am to 6 pm.",
            "Open from 6 am.",
            "The pump is guaranteed for 36 months from the date of purchase.",
            "Shakespeare wrote Hamlet around 1600.",
            "The meeting moves from Monday to Thursday.",
            "Opening hours may change on public holidays.",
            "The human body has 206 bones.",
            "Seals are wearing parts and are covered for 12 months.",
            "Jupiter is the largest planet of the solar system.",
            "The train to Milan leaves at 9:40 from platform 4.",
            "Our office is on the second floor.",
            "Best regards, Anna",
            "The invoice number is 4711.",
            "Present: Lena, Omar, Priya.",
            "The speed of light is about 300,000 kilometres per second.",
            "Breakfast is included in the price.",
            "Marie Curie was born in Warsaw in 1867.");

    private final Predicate<Labelled> used;
    private final Embedder embedder;

    /**
     * @param used rows that may be used
     * @param embedder for the models that look at meaning; without one these are left out
     */
    ModelRecipes(Predicate<Labelled> used, Embedder embedder) {
        this.used = used;
        this.embedder = embedder;
    }

    static boolean dataIsThere() {
        return !Labelled.rows("injection_deepset").isEmpty();
    }

    /** By the model's name. */
    Map<String, Recipe> all() {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        recipes.put("prompt_injection", promptInjection());
        recipes.put("indirect_injection", new Recipe(contextLines(), 0.5, Training.DECAY));
        recipes.put("jailbreak_en", new Recipe(wild().toList(), 0.25, Training.DECAY));
        recipes.put("jailbreak_zh", jailbreakZh());
        recipes.put("refusal_en", refusalEn());
        recipes.put("refusal_zh", refusalZh());
        for (Embedder by : embedder == Embedder.NONE ? List.of(Embedder.NONE) : List.of(Embedder.NONE, embedder)) {
            String suffix = by == Embedder.NONE ? "" : "_embedded";
            recipes.put("toxicity_en" + suffix, toxicityEn(by));
            recipes.put("toxicity_zh" + suffix, toxicityZh(by));
            recipes.put("harmful_en" + suffix, harmfulEn(by));
            recipes.put("harmful_zh" + suffix, harmfulZh(by));
        }
        return recipes;
    }

    /** What the trees of groundedness learn from, by the model's name. */
    Map<String, Trees> trees() {
        Map<String, Trees> trees = new LinkedHashMap<>();
        for (Embedder by : embedder == Embedder.NONE ? List.of(Embedder.NONE) : List.of(Embedder.NONE, embedder)) {
            String suffix = by == Embedder.NONE ? "" : "_embedded";
            trees.put(
                    "grounded_en" + suffix,
                    new Trees(
                            rows("grounded_begin")
                                    .filter(row -> !row.kind().equals("tc"))
                                    .map(row -> supported(row, by))
                                    .toList(),
                            0.5));
            trees.put(
                    "grounded_zh" + suffix,
                    new Trees(
                            Stream.of(
                                            leaves("grounded_uhgeval_kw_zh", FEW, by),
                                            leaves("grounded_halluqa_ref_zh", FEW, by),
                                            leaves("grounded_uhgeval_zh", 1, by),
                                            leaves("grounded_halluqa_llm_zh", 1, by))
                                    .flatMap(List::stream)
                                    .toList(),
                            0.5));
        }
        return trees;
    }

    private List<Leaf> leaves(String set, int times, Embedder by) {
        List<Leaf> once = rows(set).map(row -> supported(row, by)).toList();
        return Collections.nCopies(times, once).stream().flatMap(List::stream).toList();
    }

    /** Rows for trees, marked like {@link Line}. */
    record Leaf(String set, int part, Boosting.Row row) {}

    /**
     * A model of trees to be.
     *
     * @param leaves what it learns from
     * @param threshold the probability from which it shall say yes
     */
    record Trees(List<Leaf> leaves, double threshold) {

        TreeModel train(Predicate<Leaf> learnt) {
            return Boosting.train(leaves.stream().filter(learnt).map(Leaf::row).toList(), threshold);
        }
    }

    private static Leaf supported(Labelled labelled, Embedder by) {
        Passage context = Passage.of(Prose.of(labelled.text("context")));
        Passage prompt = Passage.of(Prose.of(labelled.text("prompt")));
        Passage response = Passage.of(Prose.of(labelled.text("response")));
        Support support = Support.of(context, prompt, response);
        float[] signals = support.signals();
        if (by != Embedder.NONE) {
            signals = Arrays.copyOf(
                    support.embedded(context, prompt, response, by).signals(), signals.length + Support.EMBEDDED);
        }
        return new Leaf(
                labelled.set(), labelled.part(), new Boosting.Row(signals, labelled.positive(), labelled.group()));
    }

    private Stream<Labelled> rows(String... sets) {
        return Stream.of(sets).flatMap(set -> Labelled.rows(set).stream()).filter(used);
    }

    // Attacks look at prompts that Normaliser has folded.

    private static Line attack(Labelled labelled) {
        String folded = Normaliser.fold(labelled.text("text"));
        return Line.of(labelled, Features.of(folded.substring(0, Math.min(SEEN, folded.length()))));
    }

    private Stream<Line> wild() {
        return rows("jailbreak_inthewild")
                .filter(row -> !row.kind().equals("user_query"))
                .map(ModelRecipes::attack);
    }

    private Recipe promptInjection() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < INJECTION_REPEATS; i++) {
            rows("injection_deepset").map(ModelRecipes::attack).forEach(lines::add);
        }
        wild().forEach(lines::add);
        return new Recipe(lines, 0.4, 1e-5);
    }

    private Recipe jailbreakZh() {
        return new Recipe(
                rows("jailbreak_jailbench_zh")
                        .map(row -> {
                            String folded = Normaliser.fold(row.text("text"));
                            String seen = folded.substring(0, Math.min(SEEN, folded.length()));
                            return Line.of(row, Features.of(seen).with(AttackRules.chineseThemes(folded), 1));
                        })
                        .toList(),
                0.04,
                1e-5);
    }

    // Refusals look at answers and at what the rules say of them.

    private static Line answer(Labelled labelled, RefusalCues cues) {
        Prose prose = Prose.of(labelled.text("response"));
        return Line.of(labelled, RefusalRules.weigh(prose, cues).features(prose));
    }

    private Recipe refusalEn() {
        return new Recipe(
                rows("refusal_gptfuzz", "refusal_xstest")
                        .filter(row -> !Prose.of(row.text("response")).isBlank())
                        .map(row -> answer(row, RefusalCues.ENGLISH))
                        .toList(),
                0.5,
                1e-5);
    }

    private Recipe refusalZh() {
        List<Line> lines = new ArrayList<>(rows("refusal_jade_zh")
                .map(row -> answer(row, RefusalCues.CHINESE))
                .toList());
        rows("grounded_halluqa_llm_zh")
                .filter(row -> {
                    Prose prose = Prose.of(row.text("response"));
                    return !prose.isBlank()
                            && !RefusalRules.weigh(prose, RefusalCues.CHINESE).declines();
                })
                .map(row -> answer(row, RefusalCues.CHINESE).negative())
                .forEach(lines::add);
        return new Recipe(lines, 0.5, 1e-5);
    }

    // Harm looks at pieces of answers.

    private static @Nullable Line piece(Labelled labelled, String field, Embedder by) {
        String text = labelled.text(field);
        Prose prose = Prose.of(text.substring(0, Math.min(PIECE, text.length())));
        if (prose.isBlank()) {
            return null;
        }
        Features features = prose.features();
        boolean chinese = prose.language().hasChinese() || labelled.set().endsWith("_zh");
        float[] vector = by.embed(chinese, prose.text());
        return Line.of(labelled, vector == null ? features : HarmDetector.meaning(features, vector));
    }

    private Stream<Line> pieces(String set, String field, Predicate<Labelled> which, Embedder by) {
        return rows(set).filter(which).map(row -> piece(row, field, by)).filter(java.util.Objects::nonNull);
    }

    private Stream<Line> harmless(String set, String field, Predicate<Labelled> which, Embedder by) {
        return pieces(set, field, which, by).map(Line::negative);
    }

    private Recipe toxicityEn(Embedder by) {
        List<Line> lines = new ArrayList<>();
        pieces("toxicity_surge", "text", row -> true, by).forEach(lines::add);
        pieces("toxicity_hatecheck", "text", row -> true, by).forEach(lines::add);
        harmless("refusal_xstest", "response", row -> true, by).forEach(lines::add);
        harmless("grounded_begin", "response", row -> !row.kind().equals("tc"), by)
                .limit(800)
                .forEach(lines::add);
        return new Recipe(lines, by == Embedder.NONE ? 0.35 : 0.5, Training.DECAY);
    }

    private Recipe toxicityZh(Embedder by) {
        List<Line> lines = new ArrayList<>();
        pieces("toxicity_cold_zh", "text", row -> true, by).forEach(lines::add);
        pieces("toxicity_hatecheck_zh", "text", row -> true, by).forEach(lines::add);
        harmless("grounded_halluqa_llm_zh", "response", row -> true, by).forEach(lines::add);
        return new Recipe(lines, 0.5, Training.DECAY);
    }

    private Recipe harmfulEn(Embedder by) {
        List<Line> lines = new ArrayList<>();
        pieces("harmful_openai_moderation", "text", row -> true, by).forEach(lines::add);
        harmless("refusal_xstest", "response", row -> true, by).forEach(lines::add);
        harmless("grounded_begin", "response", row -> !row.kind().equals("tc"), by)
                .limit(400)
                .forEach(lines::add);
        return new Recipe(lines, by == Embedder.NONE ? 0.1 : 0.14, by == Embedder.NONE ? 1e-4 : Training.DECAY);
    }

    private Recipe harmfulZh(Embedder by) {
        List<Line> lines = new ArrayList<>();
        pieces("refusal_jade_zh", "response", row -> !row.positive(), by)
                .map(Line::positive)
                .forEach(lines::add);
        harmless("refusal_jade_zh", "response", Labelled::positive, by).forEach(lines::add);
        harmless("grounded_halluqa_llm_zh", "response", row -> true, by).forEach(lines::add);
        return new Recipe(lines, 0.5, 1e-5);
    }

    // Contexts are looked at by lines.

    /** Lines of e-mails: those that were put in as attacks, and all others; and sentences about facts. */
    private List<Line> contextLines() {
        List<Labelled> mails = rows("injection_bipia_indirect")
                .filter(row -> row.kind().equals("email"))
                .toList();
        Set<String> clean = new LinkedHashSet<>();
        mails.stream().filter(row -> !row.positive()).forEach(row -> clean.addAll(split(row.json())));
        List<Line> lines = new ArrayList<>();
        clean.forEach(line -> lines.add(contextLine(line, false, line)));
        Set<String> seen = new HashSet<>(clean);
        for (Labelled mail : mails) {
            for (String line : split(mail.json())) {
                if (seen.add(line)) {
                    lines.add(contextLine(line, true, mail.json().path("attack").asText(line)));
                }
            }
        }
        Stream<String> facts = rows("grounded_begin")
                .filter(row -> !row.kind().equals("tc"))
                .flatMap(row -> Stream.of(row.text("context"), row.text("response")));
        Stream<String> science = rows("uncertainty_science").map(row -> row.text("text"));
        Stream.concat(STATEMENTS.stream(), Stream.concat(facts, science))
                .filter(seen::add)
                .forEach(text -> lines.add(contextLine(text, false, text)));
        return lines;
    }

    private static Line contextLine(String text, boolean positive, String group) {
        String folded = Normaliser.fold(text);
        Features features = Features.of(folded.substring(0, Math.min(SEEN, folded.length())));
        int hash = group.hashCode() * 0x9E3779B1;
        return new Line(
                "injection_bipia_indirect",
                Math.floorMod(hash ^ (hash >>> 15), 5),
                new Training.Row(features, positive, group));
    }

    private static List<String> split(JsonNode mail) {
        return mail.path("context")
                .asText()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
