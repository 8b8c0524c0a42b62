package io.modelwatch.quality.instruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads verifiable instructions out of the words of a prompt, Chinese or English: only those that such words ask for
 * nearly always. What it does not recognise, it leaves out.
 */
public final class PromptReader {

    private static final int MAX_CHARS = 20_000;

    private record Phrase(Pattern pattern, Function<Matcher, Instruction> instruction) {

        static Phrase of(InstructionType type, String regex) {
            return of(regex, found -> new Instruction(type, Map.of()));
        }

        static Phrase of(String regex, Function<Matcher, Instruction> instruction) {
            return new Phrase(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), instruction);
        }

        /** A count in group 1. */
        static Phrase counted(InstructionType type, String argument, String regex) {
            return of(regex, found -> new Instruction(type, Map.of(argument, number(found))));
        }

        /** A count in group 1 and what it bounds. */
        static Phrase bounded(InstructionType type, String argument, String relation, String regex) {
            return of(regex, found -> new Instruction(type, Map.of(argument, number(found), "relation", relation)));
        }
    }

    private static final String N = "(\\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|一|二|两|三|四|五|六|七|八|九|十)";

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("一", 1),
            Map.entry("二", 2),
            Map.entry("两", 2),
            Map.entry("三", 3),
            Map.entry("四", 4),
            Map.entry("五", 5),
            Map.entry("六", 6),
            Map.entry("七", 7),
            Map.entry("八", 8),
            Map.entry("九", 9),
            Map.entry("十", 10));

    private static final List<Phrase> PHRASES = List.of(
            Phrase.of(
                    InstructionType.NO_COMMA,
                    "\\b(?:do not|don't|without|no|avoid|refrain from|not allowed to|never)\\b(?: (?:use|using|include|the use of|any|a|of|contain|having)){0,4} commas?\\b"
                            + "|(?:不要|不得|不能|不应|不可|避免|禁止|无需|请勿|不)(?:使用|用|出现|包含|有|含有|含)?(?:任何)?(?:的)?(?:顿号和|句号和)?逗号"),
            Phrase.of(
                    InstructionType.ENGLISH_LOWERCASE,
                    "\\b(?:all|only|entirely)(?: \\w{1,12}){0,3} (?:in )?(?:lower ?case|small letters)|\\b(?:no|without|any) capital letters|全部(?:为|使用|用)?(?:英文)?小写|(?:均|都|应)(?:为|使用|用)?小写"),
            Phrase.of(
                    InstructionType.ENGLISH_CAPITAL,
                    "\\b(?:in|use|using|with)(?: \\w{1,12}){0,2} all (?:capital letters|caps|upper ?case)|\\b(?:entire|whole)(?: \\w{1,12}){0,6} in (?:english,? (?:and )?(?:in )?)?(?:all )?capital letters"
                            + "|全部(?:为|使用|用)?(?:英文)?大写(?!字母的单词)"),
            Phrase.of(
                    InstructionType.QUOTATION,
                    "\\bwrap (?:your |the )?(?:entire |whole )?(?:response|answer|reply|output|it)(?: \\w{1,12}){0,3} (?:with|in) double quotation"
                            + "|(?:用|以)?双引号(?:把|将)?[^。\\n]{0,6}(?:括|包|引)[^。\\n]{0,10}(?:整个|全部|回[复答]|答案)|双引号(?:把|将)[^。\\n]{0,10}(?:括|包|引)|(?:整个|全部|所有)[^。\\n]{0,10}(?:放在|括在|用|置于)(?:一?对)?双引号"),
            Phrase.of(
                    InstructionType.TITLE,
                    "\\btitle,?(?: \\w{1,12}){0,4} (?:wrapped|enclosed) in double angular brackets|标题[^。\\n]{0,12}双尖括号|双尖括号[^。\\n]{0,12}标题|(?:title|标题)[^\\n]{0,80}<<[^<>\\n]{1,30}>>"),
            Phrase.of(
                    InstructionType.JSON_FORMAT,
                    "\\bentire (?:output|response|answer)(?: \\w{1,12}){0,4} (?:in )?json|(?:整个|全部|完整)[^。\\n]{0,10} ?json ?格式"),
            Phrase.of(
                    InstructionType.TWO_RESPONSES,
                    "\\btwo (?:different )?(?:responses|answers|versions)\\b[^\\n]{0,200}\\*{6}|(?:两|2)(?:个|种|份)[^\\n]{0,120}\\*{6}"),
            Phrase.counted(
                    InstructionType.NUMBER_PARAGRAPHS,
                    "num_paragraphs",
                    "\\b" + N + " paragraphs[^\\n]{0,80}\\*\\*\\*(?!\\*)|" + N
                            + " ?(?:个)?(?:段落|段)[^\\n]{0,40}\\*\\*\\*(?!\\*)"),
            Phrase.counted(
                    InstructionType.NUMBER_BULLET_LISTS,
                    "num_bullets",
                    "\\bexactly " + N + " (?:\\w{1,12} )?bullet points?"),
            Phrase.counted(
                    InstructionType.NUMBER_HIGHLIGHTED_SECTIONS,
                    "num_highlights",
                    "\\bhighlight (?:at least )?" + N + " (?:\\w{1,12} ){0,2}(?:sections?|parts?|phrases|words)\\b"),
            Phrase.counted(
                    InstructionType.NUMBER_PLACEHOLDERS,
                    "num_placeholders",
                    "\\bat least " + N + " placeholders?\\b|(?:至少|不少于)(?:包含|有|使用)?" + N + " ?个[^。\\n]{0,12}占位符"),
            Phrase.bounded(
                    InstructionType.NUMBER_WORDS,
                    "num_words",
                    Instruction.AT_LEAST,
                    "\\b(?:at least|minimum of|more than|no less than|no fewer than) (\\d{1,6}) words\\b(?! (?:or phrases )?(?:in|with) )|\\b(\\d{1,6})\\+? (?:or more words\\b(?! in )|words or more\\b(?! in ))|\\b(\\d{1,6})\\+ words"
                            + "|(?:至少|不少于|不低于)(?:要?有|包含|写|为)? ?(\\d{1,6}) ?(?:个)?(?:字|词|单词)|(\\d{1,6}) ?(?:个)?(?:字|词)(?:以上|或以上|或更多)"),
            Phrase.bounded(
                    InstructionType.NUMBER_WORDS,
                    "num_words",
                    Instruction.LESS_THAN,
                    "\\b(?:less than|fewer than|under) (\\d{1,6}) words\\b(?! (?:or phrases )?(?:in|with) )|(?<!不)(?:少于|不到|低于) ?(\\d{1,6}) ?(?:个)?(?:字|词|单词)|(\\d{1,6}) ?(?:个)?字(?:以内|以下|之内)"),
            Phrase.bounded(
                    InstructionType.NUMBER_SENTENCES,
                    "num_sentences",
                    Instruction.AT_LEAST,
                    "\\b(?:at least|minimum of|no less than) " + N + " sentences\\b|(?:至少|不少于)(?:要?有|包含|写|用)? ?" + N
                            + " ?(?:个)?(?:句子|句话|句)"),
            Phrase.bounded(
                    InstructionType.NUMBER_SENTENCES,
                    "num_sentences",
                    Instruction.LESS_THAN,
                    "\\b(?:less than|fewer than|under) " + N + " sentences\\b|(?<!不)(?:少于|不到) ?" + N
                            + " ?(?:个)?(?:句子|句话|句)"),
            Phrase.of(
                    "\\bP\\.P\\.S\\b",
                    found -> new Instruction(InstructionType.POSTSCRIPT, Map.of("postscript_marker", "P.P.S"))),
            Phrase.of(
                    "(?<![P.] ?\\.)\\bP\\.S\\.",
                    found -> new Instruction(InstructionType.POSTSCRIPT, Map.of("postscript_marker", "P.S."))),
            Phrase.of(
                    "\\b(?:finish|end) (?:your |the )?(?:response|answer|reply|letter|essay|it)? ?with (?:this |the )?(?:exact |following )?(?:phrase)?(?: of)?:? ?[\"“]([^\"”\\n]{3,120})[\"”]",
                    found -> new Instruction(
                            InstructionType.END_CHECKER,
                            Map.of("end_phrase", found.group(1).strip()))));

    /** Asks for some words in capital letters, not for all of them. */
    private static final Pattern SOME_CAPITALS = Pattern.compile(
            "\\bwords?\\b[^.\\n]{0,60}\\b(?:capital|caps)|\\b(?:capital|caps)[^.\\n]{0,60}\\b(?:words?|times)\\b|大写[^。\\n]{0,12}(?:单词|词语|次)|(?:单词|词语)[^。\\n]{0,12}大写",
            Pattern.CASE_INSENSITIVE);

    private PromptReader() {}

    /** What a prompt asks for, in the order of the types above; the same thing once. */
    public static List<Instruction> read(String prompt) {
        String text = prompt.substring(0, Math.min(MAX_CHARS, prompt.length()));
        List<Instruction> instructions = new ArrayList<>();
        for (Phrase phrase : PHRASES) {
            Matcher matcher = phrase.pattern.matcher(text);
            if (matcher.find()) {
                Instruction instruction = phrase.instruction.apply(matcher);
                boolean someCapitals = instruction.type() == InstructionType.ENGLISH_CAPITAL
                        && SOME_CAPITALS.matcher(text).find();
                if (!someCapitals && !instructions.contains(instruction)) {
                    instructions.add(instruction);
                }
            }
        }
        return List.copyOf(instructions);
    }

    /** The number in the group that took part. */
    private static int number(Matcher found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            String text = found.group(group);
            if (text != null) {
                Integer word = NUMBERS.get(text.toLowerCase(Locale.ROOT));
                return word == null ? Integer.parseInt(text) : word;
            }
        }
        return 0;
    }
}
