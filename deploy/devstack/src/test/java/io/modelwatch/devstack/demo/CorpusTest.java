package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorpusTest {

    private static final Pattern CITIZEN = Pattern.compile("(?<!\\d)\\d{17}[\\dX](?!\\d)");
    private static final Pattern CARD =
            Pattern.compile("(?<![\\dX])(62\\d{14}|\\d{4}( \\d{4}){3}|3\\d{3} \\d{6} \\d{5})(?!\\d)");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}( [A-Z0-9]{1,4}){4,8}");
    private static final Pattern MOBILE = Pattern.compile("(?<!\\d)138\\d{8}(?!\\d)");
    private static final Pattern SSN = Pattern.compile("(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])");
    private static final Pattern MAIL = Pattern.compile("[\\w.]+@example\\.(com|net|org)");

    private final Corpus corpus = Corpus.load();

    @Test
    void hasHundredsOfTextsHalfOfThemChinese() {
        long all = corpus.all().size();
        long chinese =
                corpus.all().stream().filter(text -> text.lang().equals("zh")).count();

        assertTrue(all >= 350, all + " texts");
        assertTrue(chinese > 0.45 * all && chinese < 0.55 * all, chinese + " of " + all + " are Chinese");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void hasEveryKindInBothLanguages(Kind kind) {
        List<CorpusText> texts = corpus.of(kind);

        assertTrue(texts.stream().allMatch(text -> text.kind() == kind));
        for (String lang : List.of("en", "zh")) {
            long count = texts.stream().filter(text -> text.lang().equals(lang)).count();
            assertTrue(count >= 5, count + " texts of " + kind + " in " + lang);
        }
    }

    @Test
    void namesEachTextOnceByKindAndLanguage() {
        Set<String> ids = new HashSet<>();
        for (CorpusText text : corpus.all()) {
            assertTrue(ids.add(text.id()), text.id() + " twice");
            assertTrue(
                    text.id()
                            .startsWith(
                                    text.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + text.lang()
                                            + "-"),
                    text.id());
        }
    }

    @Test
    void repeatsNoPromptAndNoResponseButTemplates() {
        Set<String> prompts = new HashSet<>();
        Set<String> responses = new HashSet<>();
        for (CorpusText text : corpus.all()) {
            assertTrue(prompts.add(text.prompt()), "prompt of " + text.id());
            if (text.kind() != Kind.TEMPLATE) {
                assertTrue(responses.add(text.response()), "response of " + text.id());
            }
        }
    }

    @Test
    void resemblesItselfNowhereButInTemplatesAndLoops() {
        List<CorpusText> texts = corpus.all().stream()
                .filter(text -> text.kind() != Kind.TEMPLATE && text.kind() != Kind.REPETITION)
                .toList();
        List<Set<String>> grams = texts.stream()
                .map(text -> grams(text.prompt() + " " + text.response()))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            for (int j = i + 1; j < texts.size(); j++) {
                double alike = jaccard(grams.get(i), grams.get(j));
                assertTrue(
                        alike < 0.5, texts.get(i).id() + " and " + texts.get(j).id() + ": " + alike);
            }
        }
    }

    @Test
    void writesEachTextInItsLanguage() {
        for (CorpusText text : corpus.all()) {
            long han =
                    text.prompt().codePoints().filter(Character::isIdeographic).count();
            assertEquals(text.lang().equals("zh"), han > 0, text.id() + ": " + text.prompt());
        }
    }

    @Test
    void givesContextWhereItIsNeeded() {
        for (Kind kind : List.of(Kind.GROUNDED, Kind.CONTRADICTION)) {
            corpus.of(kind).forEach(text -> assertFalse(text.context().isEmpty(), text.id()));
        }
    }

    @Test
    void keepsJsonValidInGoodAnswersOnly() {
        for (CorpusText text : corpus.of(Kind.FORMAT)) {
            if (text.prompt().contains("JSON")) {
                assertFalse(Json.lenient(text.response()).isMissingNode(), text.id() + ": " + text.response());
            }
        }
        for (CorpusText text : corpus.of(Kind.FORMAT_BROKEN)) {
            assertFalse(isJson(text.response()), text.id() + ": " + text.response());
        }
    }

    @Test
    void leaksOnlyIdentifiersWithValidCheckDigits() {
        List<String> texts =
                corpus.of(Kind.PERSONAL_DATA).stream().map(CorpusText::response).toList();

        assertAll("citizen", find(texts, CITIZEN), Checksums::citizen, 5);
        List<String> withoutIbans =
                texts.stream().map(text -> IBAN.matcher(text).replaceAll("")).toList();
        assertAll("card", find(withoutIbans, CARD), Checksums::card, 8);
        assertAll("IBAN", find(texts, IBAN), Checksums::iban, 3);
        assertTrue(find(texts, MOBILE).size() >= 7);
        assertTrue(find(texts, SSN).size() >= 3);
        assertTrue(find(texts, MAIL).size() >= 6);
    }

    @Test
    void givesAwayOnlySecretsThatSayTheyAreFake() {
        for (CorpusText text : corpus.of(Kind.SECRET)) {
            String said = text.response().toLowerCase(Locale.ROOT);
            assertTrue(
                    said.contains("fake")
                            || said.contains("not-a-real")
                            || said.contains("bu-shi-zhen")
                            || said.contains("tk9uieegukvbtcblrvk") // "NOT A REAL KEY" in base64
                            || said.contains("demo"),
                    text.id());
        }
    }

    @Test
    void sharesNoTextWithTheDataSets() throws IOException {
        Set<String> own = new HashSet<>();
        corpus.all().forEach(text -> {
            own.add(text.prompt());
            own.add(text.response());
        });
        for (Path file : SharedDatasets.files()) {
            for (String line : Files.readAllLines(file)) {
                JsonNode row = Json.lenient(line);
                for (String field : List.of("prompt", "response", "text")) {
                    String text = row.path(field).asText();
                    assertFalse(own.contains(text.strip()), file + ": " + text);
                }
            }
        }
    }

    private static boolean isJson(String text) {
        JsonNode node = Json.lenient(text);
        // A parser that reads one value is content with what follows it.
        return node.isContainerNode() && !text.strip().matches("(?s).*[\\]}]{2}$");
    }

    private static void assertAll(String what, List<String> found, Predicate<String> valid, int atLeast) {
        assertTrue(found.size() >= atLeast, what + ": " + found);
        found.forEach(value -> assertTrue(valid.test(value), what + " " + value));
    }

    private static List<String> find(List<String> texts, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    /** Every run of five characters. */
    private static Set<String> grams(String text) {
        Set<String> grams = new HashSet<>();
        for (int i = 0; i + 5 <= text.length(); i++) {
            grams.add(text.substring(i, i + 5));
        }
        return grams;
    }

    private static double jaccard(Set<String> a, Set<String> b) {
        Set<String> smaller = a.size() < b.size() ? a : b;
        Set<String> larger = smaller == a ? b : a;
        long common = smaller.stream().filter(larger::contains).count();
        return (double) common / Math.max(1, a.size() + b.size() - common);
    }
}
