package io.modelwatch.quality.detect;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form of answer that a prompt can ask for. */
enum Format {
    JSON(
            "\\b(?:in|as|into|using|to|return|output|respond|reply|answer|give|produce|generate|valid|only|a|an)\\b (?:[\\w-]{1,15} ){0,4}json\\b"
                    + "(?! (?:parser|librar\\w{1,4}|file|web|api|is\\b|path))"
                    + "|(?:以|用|按照?|返回|输出|给出|生成|转换?[成为]|采用|使用|只要)[^。\n]{0,12}?json|json ?(?:格式|形式|对象|数组)"),
    XML(
            "\\b(?:in|as|into|using|to|return|output|respond|reply|answer|give|produce|generate|valid|only|a|an)\\b (?:[\\w-]{1,15} ){0,4}xml\\b"
                    + "(?! (?:parser|librar\\w{1,4}|file|is\\b|path))"
                    + "|(?:以|用|按照?|返回|输出|给出|生成|转换?[成为]|采用|使用)[^。\n]{0,12}?xml|xml ?(?:格式|形式)"),
    TABLE(
            "\\b(?:make|create|draw|give me|produce|build) (?:(?:a|an|the|markdown|simple|comparison|small|html|two-column|three-column) ){1,3}table\\b"
                    + "|\\b(?:present|show|put|format|summari[sz]e|organi[sz]e|list|display|answer|respond|output|return|give|compare|reply)\\b[^.\n]{0,60}?"
                    + " (?:in|as|into|with|using) (?:(?:a|an|the|form|of|markdown|simple|comparison|small|html|two-column|three-column) ){1,5}table\\b(?! of contents)"
                    + "|\\btabular (?:form|format)\\b"
                    + "|(?:用|以|做成|整理成|列成|画|制作|做|输出|生成|转换?[成为])[^。\n]{0,8}?表格|表格(?:的?形式|的?格式)"),
    BULLETS(
            "\\bbullet(?:ed)?(?:[ -]points?| list)|\\bbullets\\b|\\b(?:numbered|ordered|unordered) list\\b|\\b(?:as|in) (?:a|the form of a) list\\b"
                    + "|(?:用|以|做成|整理成|输出|使用)[^。\n]{0,8}?(?:列表|清单|条目|编号)|列表(?:的?形式|的?格式)|分点|逐条|项目符号"),
    ENUMERATION(
            "(?:^|[.!?\n] ?)(?:please )?list (?:\\w{1,20} ){0,2}(?:two|three|four|five|six|seven|eight|nine|ten|\\d{1,2}|several|some|the (?:\\w{1,20} )?\\w{1,20}s)\\b"
                    + "|列[出举]|列一[个份]"),
    CODE("\\b(?:write|implement|give me|provide|generate|create) (?:[\\w+#-]{1,20} ){0,5}?"
            + "(?:code|function|program|code snippet|sql query|database query|regex"
            + "|(?:python|shell|bash|sql|javascript|java|perl|ruby|powershell) script)\\b(?! of conduct)|\\bcode block\\b"
            + "|(?:写|编写|实现|给出|提供|生成)[^。\n]{0,12}?(?:代码|函数|程序|脚本|sql)|代码块");

    private static final Pattern FORBIDDEN =
            Pattern.compile("\\b(?:no|not|without|avoid|never)\\b|n't\\b|不要|不用|别用|别写|不需要|无需|避免|不必");

    private static final Pattern EXCLUSIVE = Pattern.compile(
            "\\bonly\\b|\\bnothing (?:else|but)\\b|\\bno (?:other|extra|additional|explanation)|\\bjust the\\b|只(?:要|需|能|返回|输出|给出|用)|仅|不要(?:有)?(?:任何|其他|多余|解释)");

    /** Where tables are kept, not shown. */
    private static final Pattern DATABASE = Pattern.compile("\\bsql\\b|\\bdatabase|数据库");

    private static final int LOOK_BACK = 16;

    private final Pattern asked;

    Format(String asked) {
        this.asked = Pattern.compile(asked);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The forms that a prompt asks for and does not forbid, with where it does. */
    static Map<Format, Span> askedFor(Prose prompt) {
        Map<Format, Span> found = new EnumMap<>(Format.class);
        for (Format format : values()) {
            Matcher matcher = format.asked.matcher(prompt.spoken());
            while (matcher.find()) {
                if (!forbidden(prompt, matcher.start(), matcher.end())) {
                    found.put(format, new Span(matcher.start(), matcher.end()));
                    break;
                }
            }
        }
        if (found.containsKey(BULLETS)) {
            found.remove(ENUMERATION);
        }
        if (DATABASE.matcher(prompt.spoken()).find()) {
            found.remove(TABLE);
        }
        if (found.containsKey(JSON) || found.containsKey(XML) || found.containsKey(TABLE)) {
            // "List five cities as JSON" asks for JSON.
            found.remove(ENUMERATION);
            found.remove(CODE);
        }
        return found;
    }

    private static boolean forbidden(Prose prompt, int start, int end) {
        return FORBIDDEN
                .matcher(prompt.spoken())
                .region(Math.max(0, start - LOOK_BACK), end)
                .useTransparentBounds(true)
                .find();
    }

    /** Whether a prompt wants nothing beside the form it asks for. */
    static boolean exclusive(Prose prompt) {
        return EXCLUSIVE.matcher(prompt.spoken()).find();
    }
}
