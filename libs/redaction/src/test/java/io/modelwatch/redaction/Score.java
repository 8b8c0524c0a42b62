package io.modelwatch.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Precision, recall and F1 on the labelled rows, where they are present; {@code main} prints them as tables. */
final class Score {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The vectors' types, for which the target is .97. */
    static final Set<EntityType> CORE = Set.of(
            EntityType.CREDIT_CARD,
            EntityType.EMAIL_ADDRESS,
            EntityType.IBAN_CODE,
            EntityType.IP_ADDRESS,
            EntityType.URL,
            EntityType.MAC_ADDRESS,
            EntityType.CRYPTO,
            EntityType.US_SSN,
            EntityType.US_ITIN,
            EntityType.US_BANK_NUMBER,
            EntityType.US_PASSPORT,
            EntityType.US_DRIVER_LICENSE,
            EntityType.US_NPI,
            EntityType.US_MBI);

    /** The structured types of pii_presidio, by the name they have here. */
    static final Map<String, EntityType> STRUCTURED = Map.of(
            "CREDIT_CARD", EntityType.CREDIT_CARD,
            "PHONE_NUMBER", EntityType.PHONE_NUMBER,
            "EMAIL_ADDRESS", EntityType.EMAIL_ADDRESS,
            "IBAN_CODE", EntityType.IBAN_CODE,
            "US_SSN", EntityType.US_SSN,
            "IP_ADDRESS", EntityType.IP_ADDRESS,
            "US_DRIVER_LICENSE", EntityType.US_DRIVER_LICENSE,
            "DOMAIN_NAME", EntityType.URL);

    /** True and false positives and negatives. */
    static final class Tally {
        int tp;
        int fp;
        int fn;
        int tn;

        void add(boolean expected, boolean found) {
            if (expected) {
                tp += found ? 1 : 0;
                fn += found ? 0 : 1;
            } else {
                fp += found ? 1 : 0;
                tn += found ? 0 : 1;
            }
        }

        double precision() {
            return tp == 0 ? 0 : (double) tp / (tp + fp);
        }

        double recall() {
            return tp == 0 ? 0 : (double) tp / (tp + fn);
        }

        double f(double beta) {
            double square = beta * beta;
            return tp == 0 ? 0 : (1 + square) * tp / ((1 + square) * tp + square * fn + fp);
        }

        double accuracy() {
            return (double) (tp + tn) / (tp + tn + fp + fn);
        }

        @Override
        public String toString() {
            return "%5d %5d %5d  %.3f %.3f %.3f %.3f".formatted(tp, fp, fn, precision(), recall(), f(1), f(2));
        }
    }

    record Result(Tally rows, Tally entities, Map<String, Tally> byType, List<String> misses) {}

    private Score() {}

    static Path datasets() {
        return Path.of(System.getProperty("modelwatch.root", ".")).resolve("../shared/datasets");
    }

    static boolean isPresent(String name) {
        return Files.isReadable(datasets().resolve(name).resolve("data.jsonl"));
    }

    private static List<JsonNode> rows(String name) {
        try (Stream<String> lines = Files.lines(datasets().resolve(name).resolve("data.jsonl"))) {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : (Iterable<String>) lines::iterator) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean overlaps(JsonNode span, Finding finding) {
        return finding.start() < span.get(2).asInt() && span.get(1).asInt() < finding.end();
    }

    /** Text with spans: a finding is right where it overlaps a span of its type, a row where the label agrees. */
    static Result text(String dataset, Map<String, EntityType> types) {
        Detector detector = Detector.of(types.values(), Detector.DEFAULT_MINIMUM);
        Result result = new Result(new Tally(), new Tally(), new TreeMap<>(), new ArrayList<>());
        for (JsonNode row : rows(dataset)) {
            String text = row.get("text").asText();
            List<Finding> findings = detector.find(text);
            boolean expected = row.get("label").asInt() == 1;
            result.rows().add(expected, !findings.isEmpty());
            List<Finding> unused = new ArrayList<>(findings);
            for (JsonNode span : row.get("spans")) {
                EntityType type = types.get(span.get(0).asText());
                if (type == null) {
                    continue;
                }
                boolean found = findings.stream().anyMatch(f -> f.type() == type && overlaps(span, f));
                unused.removeIf(f -> f.type() == type && overlaps(span, f));
                result.entities().add(true, found);
                result.byType().computeIfAbsent(type.name(), t -> new Tally()).add(true, found);
                if (!found) {
                    result.misses()
                            .add("missed " + type + " "
                                    + text.substring(
                                            span.get(1).asInt(), span.get(2).asInt()) + " in " + text);
                }
            }
            for (Finding finding : unused) {
                result.entities().add(false, true);
                result.byType()
                        .computeIfAbsent(finding.type().name(), t -> new Tally())
                        .add(false, true);
                result.misses()
                        .add("wrong " + finding + " " + text.substring(finding.start(), finding.end()) + " in " + text);
            }
        }
        return result;
    }

    /** Single values: the type that is asked for is looked for alone and whatever it scores. */
    static Result vectors(String dataset) {
        Result result = new Result(new Tally(), new Tally(), new TreeMap<>(), new ArrayList<>());
        for (JsonNode row : rows(dataset)) {
            String name = row.get("entity").asText();
            String text = row.get("text").asText();
            boolean expected = row.get("label").asInt() == 1;
            EntityType type = EntityType.valueOf(name);
            List<Finding> findings = Detector.of(List.of(type), 0).find(text);
            boolean found = !findings.isEmpty();
            result.rows().add(expected, found);
            result.byType().computeIfAbsent(name, t -> new Tally()).add(expected, found);
            if (found != expected) {
                result.misses().add(name + " expected " + expected + ": " + text);
            }
            JsonNode spans = row.path("spans");
            for (JsonNode span : spans) {
                boolean exact = findings.stream()
                        .anyMatch(f -> f.start() == span.get(1).asInt()
                                && f.end() == span.get(2).asInt());
                result.entities().add(true, exact);
                if (found && !exact) {
                    result.misses().add(name + " span " + span + " but " + findings + ": " + text);
                }
            }
        }
        return result;
    }

    static double coreAccuracy(Result vectors) {
        Tally core = new Tally();
        vectors.byType().forEach((name, tally) -> {
            if (CORE.contains(EntityType.valueOf(name))) {
                core.tp += tally.tp;
                core.fp += tally.fp;
                core.fn += tally.fn;
                core.tn += tally.tn;
            }
        });
        return core.accuracy();
    }

    static Map<String, EntityType> chinese() {
        return Map.of(
                "CN_ID", EntityType.CN_ID, "CN_MOBILE", EntityType.CN_MOBILE, "CN_BANK_CARD", EntityType.CN_BANK_CARD);
    }

    static void print(String title, Result result, boolean misses) {
        System.out.printf("%n%-28s    tp    fp    fn  prec. recall F1    F2%n", title);
        System.out.printf(
                "%-28s %s  accuracy %.4f%n",
                "rows", result.rows(), result.rows().accuracy());
        System.out.printf("%-28s %s%n", "entities", result.entities());
        result.byType()
                .forEach(
                        (type, tally) -> System.out.printf("%-28s %s  accuracy %.3f%n", type, tally, tally.accuracy()));
        if (misses) {
            result.misses().forEach(miss -> System.out.println("    " + miss.replace("\n", "\\n")));
        }
    }

    /** With {@code -v} every miss too. */
    public static void main(String[] args) {
        boolean misses = args.length > 0 && args[0].equals("-v");
        print("pii_presidio", text("pii_presidio", STRUCTURED), misses);
        print("pii_cn_synthetic", text("pii_cn_synthetic", chinese()), misses);
        print("pii_cn_vectors", vectors("pii_cn_vectors"), misses);
        Result vectors = vectors("pii_presidio_vectors");
        print("pii_presidio_vectors", vectors, misses);
        System.out.printf("core types: accuracy %.4f%n", coreAccuracy(vectors));
    }
}
