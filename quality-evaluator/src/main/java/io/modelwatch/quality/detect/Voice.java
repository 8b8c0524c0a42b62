package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One speaker of a text that speaks in several, such as an answer of a "jailbroken" model that refuses under one name
 * and complies under the next.
 *
 * @param sentences the speaker's sentences
 */
record Voice(List<Span> sentences) {

    private static final int MIN_CHARS = 40;
    private static final int MAX_VOICES = 6;

    private static final Pattern NAME = Pattern.compile("(?:^|\n)[ *_]{0,3}"
            + "(?:[\\[(][^\\])\n]{1,40}[\\])]:?|as [\\w ]{2,20},|(?!step\\b)[^\\s:.!?,*\\-\\d][^:.!?,\n]{0,24}:)(?= )");

    /** The text's speakers in order; only one where no two are named. */
    static List<Voice> of(Prose prose) {
        List<Integer> cuts = new ArrayList<>();
        Matcher names = NAME.matcher(prose.spoken());
        while (names.find()) {
            cuts.add(names.start());
        }
        if (cuts.size() < 2) {
            return List.of(new Voice(prose.sentences()));
        }
        cuts.add(Integer.MAX_VALUE);
        List<Voice> voices = new ArrayList<>();
        List<Span> current = new ArrayList<>();
        int next = 0;
        for (Span sentence : prose.sentences()) {
            while (sentence.start() >= cuts.get(next)) {
                addIfLong(voices, current);
                current = new ArrayList<>();
                next++;
            }
            current.add(sentence);
        }
        addIfLong(voices, current);
        return voices.size() < 2 || voices.size() > MAX_VOICES ? List.of(new Voice(prose.sentences())) : voices;
    }

    private static void addIfLong(List<Voice> voices, List<Span> sentences) {
        if (!sentences.isEmpty()
                && sentences.getLast().end() - sentences.getFirst().start() > MIN_CHARS) {
            voices.add(new Voice(List.copyOf(sentences)));
        }
    }

    int start() {
        return sentences.getFirst().start();
    }

    int end() {
        return sentences.getLast().end();
    }
}
