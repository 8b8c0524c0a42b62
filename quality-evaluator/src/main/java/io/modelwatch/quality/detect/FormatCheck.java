package io.modelwatch.quality.detect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** How well a response has a form: 1 quite, 0 not at all. */
final class FormatCheck {

    private static final double FENCED = 0.9;
    private static final double EMBEDDED = 0.7;
    private static final double EMBEDDED_THOUGH_ALONE_ASKED = 0.4;
    private static final double BROKEN = 0.2;
    private static final double LOOSE = 0.7;

    private static final JsonFactory JSON = new JsonFactory();
    private static final XMLInputFactory XML = xml();

    private static final Pattern CODE = Pattern.compile(
            "(?m)^ {0,40}(?:def |class |function |import |from \\w{1,40} import |public |private |#include|package |select |insert |update |create |const |let |var |func |fn |#!/)"
                    + "|[;{}] {0,4}$|=>|\\w\\(\\w{0,40}\\)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TABLE_RULE = Pattern.compile("(?m)^ {0,8}\\|?(?: {0,8}:?-{2,200}:? {0,8}\\|){1,100}");

    private FormatCheck() {}

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return factory;
    }

    static double score(Format format, Prose response, boolean exclusive) {
        return switch (format) {
            case JSON -> markup(response.text(), "{[", "}]", FormatCheck::isJson, exclusive);
            case XML -> markup(response.text(), "<", ">", FormatCheck::isXml, exclusive);
            case TABLE -> table(response);
            case BULLETS -> bullets(response);
            case ENUMERATION -> enumeration(response);
            case CODE -> code(response);
        };
    }

    private static double markup(
            String text, String opening, String closing, Predicate<String> valid, boolean exclusive) {
        String trimmed = text.strip();
        if (valid.test(trimmed)) {
            return 1;
        }
        List<String> blocks = fences(trimmed);
        if (blocks.stream().anyMatch(valid)) {
            boolean alone = trimmed.startsWith("```") && trimmed.endsWith("```");
            return alone || !exclusive ? FENCED : EMBEDDED_THOUGH_ALONE_ASKED;
        }
        int from = first(trimmed, opening);
        int to = last(trimmed, closing);
        if (from < 0) {
            return 0;
        }
        if (to > from && valid.test(trimmed.substring(from, to + 1))) {
            return exclusive ? EMBEDDED_THOUGH_ALONE_ASKED : EMBEDDED;
        }
        return BROKEN;
    }

    private static int first(String text, String chars) {
        for (int i = 0; i < text.length(); i++) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int last(String text, String chars) {
        for (int i = text.length() - 1; i >= 0; i--) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** What stands between pairs of code fences, without the line that opens them. */
    private static List<String> fences(String text) {
        List<String> blocks = new ArrayList<>();
        int open = text.indexOf("```");
        while (open >= 0) {
            int line = text.indexOf('\n', open);
            int close = line < 0 ? -1 : text.indexOf("```", line);
            if (close < 0) {
                break;
            }
            blocks.add(text.substring(line + 1, close).strip());
            open = text.indexOf("```", close + 3);
        }
        return blocks;
    }

    private static boolean isJson(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return parser.nextToken() == null;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isXml(String text) {
        if (!text.startsWith("<")) {
            return false;
        }
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                reader.next();
            }
            return true;
        } catch (XMLStreamException e) {
            return false;
        }
    }

    private static double table(Prose response) {
        String text = response.text();
        if (TABLE_RULE.matcher(text).find()) {
            return 1;
        }
        CharSequence folded = response.folded();
        if (folded.toString().contains("<table") && folded.toString().contains("</table")) {
            return 1;
        }
        long rows = text.lines().filter(line -> columns(line) >= 2).count();
        return rows >= 2 ? LOOSE : 0;
    }

    private static int columns(String line) {
        int separators = 0;
        for (int i = 0; i < line.length(); i++) {
            separators += line.charAt(i) == '|' || line.charAt(i) == '\t' || line.charAt(i) == '│' ? 1 : 0;
        }
        return separators + 1;
    }

    private static double bullets(Prose response) {
        int items = items(response);
        return items >= 2 ? 1 : items == 1 ? 0.5 : 0;
    }

    private static double enumeration(Prose response) {
        if (items(response) >= 2) {
            return 1;
        }
        long separators = response.folded()
                .chars()
                .filter(c -> c == ',' || c == '、' || c == '\n' || c == ';' || c == '/')
                .count();
        return separators >= 1 ? LOOSE : 0;
    }

    private static int items(Prose response) {
        int items = 0;
        for (Span sentence : response.sentences()) {
            items += Marks.isListItem(response.folded(), sentence) ? 1 : 0;
        }
        return items;
    }

    private static double code(Prose response) {
        String text = response.text();
        int fences = 0;
        for (int at = text.indexOf("```"); at >= 0; at = text.indexOf("```", at + 3)) {
            fences++;
        }
        if (fences >= 2 && fences % 2 == 0) {
            return 1;
        }
        if (fences % 2 == 1) {
            return BROKEN;
        }
        return CODE.matcher(text).find() ? LOOSE : 0;
    }
}
