package io.modelwatch.quality.instruct;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells languages apart by their script and, within a script, by their small words. */
public final class Languages {

    private static final double SHARE = 0.5;
    private static final int MAX_CHARS = 20_000;
    private static final char MARATHI_LETTER = '\u0933';

    /** Scripts of one language, or of those that small words tell apart. */
    private static final Map<Character.UnicodeScript, String> SCRIPTS = Map.ofEntries(
            Map.entry(Character.UnicodeScript.HAN, "zh"),
            Map.entry(Character.UnicodeScript.HANGUL, "ko"),
            Map.entry(Character.UnicodeScript.HIRAGANA, "ja"),
            Map.entry(Character.UnicodeScript.KATAKANA, "ja"),
            Map.entry(Character.UnicodeScript.CYRILLIC, "ru"),
            Map.entry(Character.UnicodeScript.DEVANAGARI, "hi"),
            Map.entry(Character.UnicodeScript.ARABIC, "ar"),
            Map.entry(Character.UnicodeScript.GUJARATI, "gu"),
            Map.entry(Character.UnicodeScript.GURMUKHI, "pa"),
            Map.entry(Character.UnicodeScript.TELUGU, "te"),
            Map.entry(Character.UnicodeScript.TAMIL, "ta"),
            Map.entry(Character.UnicodeScript.KANNADA, "kn"),
            Map.entry(Character.UnicodeScript.MALAYALAM, "ml"),
            Map.entry(Character.UnicodeScript.BENGALI, "bn"),
            Map.entry(Character.UnicodeScript.THAI, "th"),
            Map.entry(Character.UnicodeScript.HEBREW, "he"),
            Map.entry(Character.UnicodeScript.GREEK, "el"),
            Map.entry(Character.UnicodeScript.LATIN, "en"));

    private record SmallWords(String language, String script, Set<String> words) {

        static SmallWords of(String language, String script, String words) {
            return new SmallWords(language, script, Set.of(words.split(" ", -1)));
        }
    }

    private static final List<SmallWords> SMALL_WORDS = List.of(
            SmallWords.of(
                    "en",
                    "en",
                    "the and of to is in that it for you with this are be on as have not can was by from i my we"),
            SmallWords.of(
                    "de",
                    "en",
                    "der die das und ist nicht ein eine ich sie wir mit auf für von den dem zu auch im sich es"),
            SmallWords.of(
                    "fr",
                    "en",
                    "le la les des et est une je vous nous pas pour que dans sur qui du au ce avec il elle"),
            SmallWords.of("es", "en", "el la los las y es una que de en por con para no se su del al como más pero yo"),
            SmallWords.of(
                    "pt", "en", "o a os as e é uma que de em por com para não se seu do da ao como mais mas no na um"),
            SmallWords.of("it", "en", "il la gli le e è una che di in per con non si del della al come più ma sono un"),
            SmallWords.of("nl", "en", "de het een en is van niet dat ik je we met op voor zijn te ook aan er maar"),
            SmallWords.of("sv", "en", "och att det som en på är av för med den till inte om ett jag de har vi"),
            SmallWords.of("fi", "en", "ja on se että ei hän oli ovat mutta kun joka tai sen olen myös ole minä kuin"),
            SmallWords.of("vi", "en", "và là của có không trong được một cho những các với này người đã để tôi bạn"),
            SmallWords.of(
                    "sw", "en", "na ya wa kwa ni katika la za cha kama hii au lakini pia yake watu ambao kuwa si"),
            SmallWords.of(
                    "id", "en", "yang dan di dari untuk dengan ini itu tidak adalah pada ke dalam akan juga saya"),
            SmallWords.of("tr", "en", "ve bir bu için ile de da çok olarak ne gibi daha ama ben değil olan var"),
            SmallWords.of("pl", "en", "i w na z nie się to że do jest jak o po ale przez dla są od tak czy"),
            SmallWords.of("ru", "ru", "и в не на что с по это как но из для он она мы я к у же за от его"),
            SmallWords.of("bg", "ru", "и в не на да е от за се с по това като но са си ще със че той тя съм"),
            SmallWords.of("uk", "ru", "і в не на що з та це як але для він вона ми я до у є за від його або"),
            SmallWords.of("hi", "hi", "है में की का के और से को यह नहीं एक पर हैं भी ने कि था जो हो मैं"),
            SmallWords.of(
                    "mr",
                    "hi",
                    "आहे आणि च्या हे मध्ये आहेत नाही तर मी होते करण्यासाठी असे झाला झाली झाले चालू आपण त्या आपल्या"),
            SmallWords.of("ne", "hi", "छ र को मा हो छन् यो लाई पनि एक गर्न भएको म थियो हुन्छ तथा"),
            SmallWords.of("fa", "ar", "و در به از که این را با است برای آن یک می های خود"),
            SmallWords.of("ur", "ar", "کے کی ہے میں اور سے کو کا نہیں یہ ہیں پر ایک نے تھا"),
            SmallWords.of("ar", "ar", "في من على و إلى أن هذا التي عن مع لا هو ما كان ذلك هذه"));

    private Languages() {}

    /** Whether a text is in a language, named as in {@code en} or {@code zh-cn}; true where it has no letters. */
    static boolean isIn(String text, String language) {
        String wanted = language.toLowerCase(Locale.ROOT).replace('_', '-');
        int region = wanted.indexOf('-');
        String found = of(text);
        return found.isEmpty() || found.equals(region < 0 ? wanted : wanted.substring(0, region));
    }

    /** The language's two letters; empty where there are no letters. */
    public static String of(String text) {
        String part = text.substring(0, Math.min(MAX_CHARS, text.length())).toLowerCase(Locale.ROOT);
        Map<String, Integer> scripts = new HashMap<>();
        int letters = 0;
        for (int i = 0; i < part.length(); ) {
            int c = part.codePointAt(i);
            if (Character.isLetter(c)) {
                String script = SCRIPTS.getOrDefault(Character.UnicodeScript.of(c), "other");
                // A Chinese character or Korean syllable says as much as two or three letters.
                int weight = script.equals("zh") || script.equals("ko") || script.equals("ja") ? 3 : 1;
                scripts.merge(script, weight, Integer::sum);
                letters += weight;
            }
            i += Character.charCount(c);
        }
        if (letters == 0) {
            return "";
        }
        if (scripts.getOrDefault("ja", 0) > 0.1 * letters) {
            return "ja";
        }
        for (Map.Entry<String, Integer> entry : scripts.entrySet()) {
            if (entry.getValue() > SHARE * letters) {
                return bySmallWords(part, entry.getKey());
            }
        }
        return "other";
    }

    private static String bySmallWords(String text, String script) {
        String best = script;
        int most = 0;
        String[] words = text.split("[^\\p{L}\\p{M}]+", -1);
        for (SmallWords candidate : SMALL_WORDS) {
            if (candidate.script.equals(script)) {
                int hits = 0;
                for (String word : words) {
                    boolean marathi = candidate.language.equals("mr") && word.indexOf(MARATHI_LETTER) >= 0;
                    hits += marathi || candidate.words.contains(word) ? 1 : 0;
                }
                if (hits > most) {
                    most = hits;
                    best = candidate.language;
                }
            }
        }
        return best;
    }
}
