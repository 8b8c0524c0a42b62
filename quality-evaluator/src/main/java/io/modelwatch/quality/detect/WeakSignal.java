package io.modelwatch.quality.detect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an answer sounds that is made up, where there is nothing to check it against. Models make things up when they are
 * asked for facts, news or media they cannot see, and answer with figures; free writing has nothing to be made up. The
 * weights are rough and set by hand: a hint where to look first, no verdict.
 */
final class WeakSignal {

    private static final Pattern FREE = Pattern.compile(
            "\\b(?:write|create|generate|compose|design|poem|story|come up|suggest|describe|explain|rewrite|paraphrase"
                    + "|summari[sz]e|edit|translate|classify|convert)\\b|写|创作|设计|翻译|总结|概括|改写|润色|解释|描述|建议|编一");
    private static final Pattern FACT = Pattern.compile(
            "\\b(?:who|when|where|which|how many|name|list|find|identify|what (?:is|was|are|were) the)\\b"
                    + "|谁|何时|什么时候|哪[里些年一个]|多少|几[个年月位]|列出|查找");
    private static final Pattern RECENT = Pattern.compile(
            "\\b(?:latest|recent(?:ly)?|current(?:ly)?|today|20[12]\\d|news|prices?|now)\\b|最新|最近|目前|今天|现在|新闻|价格|20[12]\\d年");
    private static final Pattern UNSEEN = Pattern.compile(
            "\\b(?:image|picture|photo|audio|video|song|link|website|url|article|paper|book|movie|film|statistics|stats|data)\\b"
                    + "|图片|照片|音频|视频|歌曲|链接|网站|文章|论文|书|电影|数据");
    private static final Pattern PUZZLE = Pattern.compile(
            "\\b(?:calculate|compute|solve|count|arrange|sort|reorder|unscramble|rhymes?|letters?|anagram|equation|probability|sum)\\b"
                    + "|计算|求解|排序|押韵|概率");
    private static final Pattern UNABLE = Pattern.compile(
            "\\b(?:sorry|as an ai|i cannot|unable|don't have)\\b|抱歉|作为.{0,6}(?:ai|模型|人工智能)|无法|没有(?:足够|相关)的?信息");
    private static final Pattern FIGURE = Pattern.compile("\\d{1,20}");
    private static final Pattern YEAR = Pattern.compile("\\b(?:1[5-9]|20)\\d\\d\\b");
    private static final int MOST_FIGURES = 50;
    private static final double WORD = 6;
    private static final double MIDDLE = 0.9;

    private WeakSignal() {}

    static Verdict of(Exchange exchange) {
        CharSequence asked = exchange.prompt() == null ? "" : exchange.prompt().folded();
        CharSequence answer = exchange.response().folded();
        double sum = said(UNABLE, answer) * 0.8
                + said(RECENT, asked) * 0.5
                + said(UNSEEN, asked) * 0.4
                + said(FACT, asked) * 0.3
                + said(PUZZLE, asked) * 0.5
                - said(FREE, asked) * 0.5
                + said(YEAR, answer) * 0.4
                + 4 * Math.log1p(figures(answer) / (1 + answer.length() / WORD))
                - 0.15 * Math.log1p(answer.length() / 100.0);
        double score = 1 / (1 + Math.exp(MIDDLE - sum));
        return new Verdict.Assessed(score, false, "weak_signal", List.of());
    }

    private static int said(Pattern pattern, CharSequence text) {
        return pattern.matcher(text).find() ? 1 : 0;
    }

    private static int figures(CharSequence text) {
        Matcher matcher = FIGURE.matcher(text);
        int count = 0;
        while (count < MOST_FIGURES && matcher.find()) {
            count++;
        }
        return count;
    }
}
