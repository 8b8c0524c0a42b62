package io.modelwatch.quality.detect;

import java.util.Set;

/**
 * Tells Chinese from English from anything else, by scripts and, within the Latin script, by small words.
 *
 * @param language the verdict
 * @param share how much of the text speaks for it, 0 to 1
 */
record LanguageGuess(Language language, double share) {

    /** A Chinese character carries about as much text as this many Latin letters. */
    private static final double LETTERS_PER_HAN = 3;

    private static final double PREVAILING = 0.7;
    private static final double FOREIGN = 0.3;
    private static final double KANA_AMONG_HAN = 0.1;
    private static final int MAX_SMALL_WORD = 6;

    private static final Set<String> ENGLISH = Set.of(
            "the", "and", "of", "to", "is", "in", "that", "it", "for", "you", "with", "this", "are", "be", "on", "as",
            "have", "not", "can", "was", "or", "by", "from", "your", "which", "will", "there", "what", "when", "i",
            "we", "they", "at", "if", "but", "its", "has", "my", "how", "do", "here", "about", "than", "would");

    private static final Set<String> FOREIGN_WORDS = Set.of(
            // German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Indonesian, Vietnamese, Swedish
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "ein",
            "eine",
            "ich",
            "sie",
            "wir",
            "mit",
            "auf",
            "für",
            "von",
            "den",
            "dem",
            "zu",
            "auch",
            "kann",
            "le",
            "la",
            "les",
            "des",
            "et",
            "est",
            "une",
            "je",
            "vous",
            "nous",
            "pas",
            "pour",
            "que",
            "qui",
            "dans",
            "sur",
            "avec",
            "du",
            "el",
            "los",
            "las",
            "es",
            "una",
            "por",
            "para",
            "con",
            "del",
            "como",
            "pero",
            "más",
            "um",
            "uma",
            "não",
            "os",
            "da",
            "em",
            "com",
            "il",
            "che",
            "di",
            "non",
            "per",
            "sono",
            "gli",
            "het",
            "een",
            "van",
            "niet",
            "voor",
            "zijn",
            "nie",
            "jest",
            "się",
            "bir",
            "ve",
            "için",
            "yang",
            "dan",
            "tidak",
            "untuk",
            "của",
            "và",
            "là",
            "không",
            "och",
            "är",
            "att",
            "som",
            "det");

    static LanguageGuess of(CharSequence folded) {
        long han = 0;
        long kana = 0;
        long latin = 0;
        long other = 0;
        int english = 0;
        int foreign = 0;
        int wordStart = -1;
        int length = folded.length();
        for (int i = 0; i <= length; i++) {
            char c = i < length ? folded.charAt(i) : ' ';
            boolean letter = Character.isLetter(c);
            if (letter && isLatin(c)) {
                latin++;
                wordStart = wordStart < 0 ? i : wordStart;
                continue;
            }
            if (wordStart >= 0) {
                if (i - wordStart <= MAX_SMALL_WORD) {
                    String word = folded.subSequence(wordStart, i).toString();
                    english += ENGLISH.contains(word) ? 1 : 0;
                    foreign += FOREIGN_WORDS.contains(word) ? 1 : 0;
                }
                wordStart = -1;
            }
            if (isHan(c)) {
                han++;
            } else if (c >= '\u3040' && c <= '\u30FF') {
                kana++;
            } else if (letter) {
                other++;
            }
        }
        double chinese = han * LETTERS_PER_HAN;
        double strange = (double) other + kana * LETTERS_PER_HAN;
        double total = chinese + latin + strange;
        if (total == 0) {
            return new LanguageGuess(Language.NONE, 1);
        }
        if (kana > KANA_AMONG_HAN * (han + kana)) {
            return new LanguageGuess(Language.OTHER, (chinese + strange) / total);
        }
        if (strange > FOREIGN * total) {
            return new LanguageGuess(Language.OTHER, strange / total);
        }
        if (foreign > english && foreign > 1 && latin > FOREIGN * total) {
            return new LanguageGuess(Language.OTHER, (double) foreign / (foreign + english));
        }
        double share = chinese / (chinese + latin);
        if (share >= PREVAILING) {
            return new LanguageGuess(Language.ZH, share);
        }
        if (share <= 1 - PREVAILING) {
            return new LanguageGuess(Language.EN, 1 - share);
        }
        return new LanguageGuess(Language.MIXED, 1 - Math.abs(2 * share - 1));
    }

    static boolean isHan(char c) {
        return (c >= '\u3400' && c <= '\u9FFF') || (c >= '\uF900' && c <= '\uFAFF');
    }

    private static boolean isLatin(char c) {
        return c < '\u0250' || (c >= '\u1E00' && c <= '\u1EFF');
    }
}
