package io.modelwatch.quality.instruct;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One rule for each type, in time linear in the answer. */
final class Rules {

    private static final JsonFactory JSON = new JsonFactory();

    private static final List<String> CONSTRAINED = List.of(
            "My answer is yes.",
            "My answer is no.",
            "My answer is maybe.",
            "我的答案是肯定的",
            "我的答案是否定的",
            "我的答案是不确定",
            "我的答案是是",
            "我的答案是否",
            "我的答案是可能",
            "我的回答是肯定的",
            "我的回答是否定的",
            "我的回答是可能");

    private static final Pattern PARAGRAPH_MARK = Pattern.compile("\\s?\\*\\*\\*\\s?");
    private static final Pattern BLANK_LINE = Pattern.compile("\n\n");
    private static final Pattern PPS = Pattern.compile("p\\.\\s?p\\.\\s?s");
    private static final Pattern PS = Pattern.compile("p\\.\\s?s\\.");
    private static final Pattern HIGHLIGHT = Pattern.compile("\\*([^\n*]*)\\*");
    private static final Pattern DOUBLE_HIGHLIGHT = Pattern.compile("\\*\\*([^\n*]*)\\*\\*");
    private static final Pattern FENCE = Pattern.compile("^```(?:json|Json|JSON)?");

    /** Marks that end the first word of a paragraph. */
    private static final String WORD_END = ".,?!'\"，。？！：、；";

    private Rules() {}

    static boolean follows(Instruction asked, String response) {
        return switch (asked.type()) {
            case EXISTENCE -> asked.texts("keywords").stream().allMatch(word -> Words.count(response, word, false) > 0);
            case FREQUENCY -> asked.holds(Words.count(response, asked.text("keyword"), false), "frequency", "relation");
            case FORBIDDEN_WORDS ->
                asked.texts("forbidden_words").stream().noneMatch(word -> Words.count(response, word, true) > 0);
            case LETTER_FREQUENCY ->
                asked.holds(letters(response, asked.text("letter")), "let_frequency", "let_relation");
            case RESPONSE_LANGUAGE -> Languages.isIn(response, asked.text("language"));
            case NUMBER_SENTENCES -> asked.holds(Sentences.count(response), "num_sentences", "relation");
            case NUMBER_PARAGRAPHS -> paragraphs(response) == asked.number("num_paragraphs");
            case NUMBER_WORDS -> asked.holds(Words.count(response), "num_words", "relation");
            case NTH_PARAGRAPH_FIRST_WORD -> firstWord(asked, response);
            case NUMBER_PLACEHOLDERS -> placeholders(response) >= asked.number("num_placeholders");
            case POSTSCRIPT -> postscript(response, asked.text("postscript_marker"));
            case NUMBER_BULLET_LISTS -> bullets(response) == asked.number("num_bullets");
            case CONSTRAINED_RESPONSE -> CONSTRAINED.stream().anyMatch(response::contains);
            case NUMBER_HIGHLIGHTED_SECTIONS -> highlights(response) >= asked.number("num_highlights");
            case MULTIPLE_SECTIONS -> sections(response, asked.text("section_spliter")) >= asked.number("num_sections");
            case JSON_FORMAT -> isJson(response);
            case TITLE -> response.lines().anyMatch(Rules::hasTitle);
            case TWO_RESPONSES -> twoResponses(response);
            case REPEAT_PROMPT ->
                response.strip()
                        .toLowerCase(Locale.ROOT)
                        .startsWith(asked.text("prompt_to_repeat").strip().toLowerCase(Locale.ROOT));
            case END_CHECKER -> endsWith(response, asked.text("end_phrase"));
            case QUOTATION -> isQuoted(response.strip());
            case CAPITAL_WORD_FREQUENCY ->
                asked.holds(Words.countCapital(response), "capital_frequency", "capital_relation");
            case ENGLISH_CAPITAL -> Words.isUpper(response) && Languages.isIn(response, "en");
            case ENGLISH_LOWERCASE -> Words.isLower(response) && Languages.isIn(response, "en");
            case NO_COMMA -> response.indexOf(',') < 0 && response.indexOf('，') < 0;
        };
    }

    private static int letters(String response, String letter) {
        return Words.count(response, letter, false);
    }

    /** How many parts the marks make; −1 where one between others is empty. */
    private static int paragraphs(String response) {
        String[] parts = PARAGRAPH_MARK.split(response, -1);
        int count = parts.length;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isBlank()) {
                if (i > 0 && i < parts.length - 1) {
                    return -1;
                }
                count--;
            }
        }
        return count;
    }

    private static boolean firstWord(Instruction asked, String response) {
        String[] parts = BLANK_LINE.split(response, -1);
        int count = (int) Stream.of(parts).filter(part -> !part.isBlank()).count();
        int nth = asked.number("nth_paragraph");
        if (count != asked.number("num_paragraphs") || nth < 1 || nth > count || parts[nth - 1].isBlank()) {
            return false;
        }
        String first = parts[nth - 1].strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        int from = 0;
        while (from < first.length() && "'\"“「".indexOf(first.charAt(from)) >= 0) {
            from++;
        }
        String wanted = asked.text("first_word").toLowerCase(Locale.ROOT);
        if (Words.isDense(wanted.charAt(0))) {
            return first.startsWith(wanted, from);
        }
        int to = from;
        while (to < first.length() && WORD_END.indexOf(first.charAt(to)) < 0) {
            to++;
        }
        return first.substring(from, to).equals(wanted);
    }

    private static int placeholders(String response) {
        int count = 0;
        for (String line : response.split("\n", -1)) {
            int open = line.indexOf('[');
            while (open >= 0) {
                int close = line.indexOf(']', open + 1);
                if (close < 0) {
                    break;
                }
                count++;
                open = line.indexOf('[', close + 1);
            }
        }
        return count;
    }

    private static boolean postscript(String response, String marker) {
        String folded = response.toLowerCase(Locale.ROOT);
        return switch (marker) {
            case "P.P.S" -> PPS.matcher(folded).find();
            case "P.S." -> PS.matcher(folded).find();
            default -> folded.contains(marker.toLowerCase(Locale.ROOT));
        };
    }

    private static int bullets(String response) {
        int count = 0;
        for (String line : response.split("\n", -1)) {
            String stripped = line.stripLeading();
            boolean star = stripped.length() > 1 && stripped.charAt(0) == '*' && stripped.charAt(1) != '*';
            boolean other = stripped.startsWith("-") || stripped.startsWith("•");
            count += star || other ? 1 : 0;
        }
        return count;
    }

    private static int highlights(String response) {
        return filled(HIGHLIGHT, response) + filled(DOUBLE_HIGHLIGHT, response);
    }

    private static int filled(Pattern pattern, String response) {
        int count = 0;
        Matcher matcher = pattern.matcher(response);
        while (matcher.find()) {
            count += matcher.group(1).isBlank() ? 0 : 1;
        }
        return count;
    }

    private static int sections(String response, String splitter) {
        Matcher marks = Pattern.compile(Pattern.quote(splitter) + "\\s?\\d").matcher(response);
        int count = 0;
        while (marks.find()) {
            count++;
        }
        return count;
    }

    private static boolean isJson(String response) {
        String body = FENCE.matcher(response.strip()).replaceFirst("");
        body = (body.endsWith("```") ? body.substring(0, body.length() - 3) : body).strip();
        try (JsonParser parser = JSON.createParser(body)) {
            int depth = 0;
            boolean ended = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
            return ended;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasTitle(String line) {
        int open = line.indexOf("<<");
        int close = line.lastIndexOf(">>");
        if (open < 0 || close < open + 3) {
            return false;
        }
        int from = open;
        int to = close;
        while (from < to && line.charAt(from) == '<') {
            from++;
        }
        while (to > from && line.charAt(to - 1) == '>') {
            to--;
        }
        return !line.substring(from, to).isBlank();
    }

    private static boolean twoResponses(String response) {
        String[] parts = response.split("\\*{6}", -1);
        String first = null;
        String second = null;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.isEmpty()) {
                if (i > 0 && i < parts.length - 1) {
                    return false;
                }
            } else if (first == null) {
                first = part;
            } else if (second == null) {
                second = part;
            } else {
                return false;
            }
        }
        return first != null && second != null && !first.equals(second);
    }

    private static boolean endsWith(String response, String phrase) {
        String stripped = response.strip();
        int from = 0;
        int to = stripped.length();
        while (from < to && stripped.charAt(from) == '"') {
            from++;
        }
        while (to > from && stripped.charAt(to - 1) == '"') {
            to--;
        }
        return stripped.substring(from, to)
                .toLowerCase(Locale.ROOT)
                .endsWith(phrase.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean isQuoted(String response) {
        if (response.length() < 2) {
            return false;
        }
        char first = response.charAt(0);
        char last = response.charAt(response.length() - 1);
        return (first == '"' && last == '"') || (first == '“' && last == '”') || (first == '「' && last == '」');
    }
}
