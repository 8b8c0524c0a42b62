package io.modelwatch.devstack.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Some hundred exchanges in English and Chinese, written for this demo: good ones, and bad ones of every kind. */
final class Corpus {

    private final Map<Kind, List<CorpusText>> byKind;

    private Corpus(Map<Kind, List<CorpusText>> byKind) {
        this.byKind = byKind;
    }

    /** Reads {@code corpus/KIND.jsonl} for every kind. */
    static Corpus load() {
        Map<Kind, List<CorpusText>> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byKind.put(kind, read(kind));
        }
        return new Corpus(byKind);
    }

    private static List<CorpusText> read(Kind kind) {
        String name = "corpus/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".jsonl";
        List<CorpusText> texts = new ArrayList<>();
        try (InputStream in = Corpus.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(Json.MAPPER.readValue(line, CorpusText.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(texts);
    }

    /** The texts of one kind, never empty. */
    List<CorpusText> of(Kind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    List<CorpusText> all() {
        return byKind.values().stream().flatMap(List::stream).toList();
    }
}
