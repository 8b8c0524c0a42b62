package io.modelwatch.quality.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does the answer hedge? Score: how uncertain its sentences sound on average, where a sentence with the hedges a, b, …
 * sounds uncertain by 1 − (1 − a)(1 − b)…. Flagged when that is more than half as uncertain as "may".
 */
final class UncertaintyDetector implements Detector {

    private static final double THRESHOLD = 0.4;

    private record Hedge(String name, double strength, Pattern pattern) {

        static Hedge of(String name, double strength, String regex) {
            return new Hedge(name, strength, Pattern.compile(regex));
        }
    }

    private static final List<Hedge> ENGLISH = List.of(
            Hedge.of("may", 0.75, "\\b(?:may|might)\\b(?! \\d)"),
            Hedge.of(
                    "perhaps",
                    0.7,
                    "\\b(?:perhaps|maybe|probabl[ey]|possibly|presumably|conceivably|supposedly|arguably)\\b"),
            Hedge.of(
                    "not_known",
                    0.75,
                    "\\b(?:unclear|unsure|inconclusive|uncertain(?:ty)?|(?:not|n't) (?:\\w{1,12} )?(?:clear|known|sure|certain|understood|know)"
                            + "|remains? to be|yet to be|open question|hard to (?:say|know|tell)|can(?:not|'t) (?:say|be sure|be certain|confirm|guarantee|verify))\\b"),
            Hedge.of(
                    "own_view",
                    0.7,
                    "\\bi (?:think|believe|guess|suppose|assume|suspect|would say|would guess)\\b|\\bin my (?:opinion|view)\\b"
                            + "|\\bas far as i (?:know|can tell)\\b|\\bto (?:my knowledge|the best of my knowledge)\\b|\\bif i (?:recall|remember)\\b"),
            Hedge.of(
                    "further_study",
                    0.6,
                    "\\b(?:further|additional|more|future) (?:research|stud(?:y|ies)|investigation|work)\\b"),
            Hedge.of("possible", 0.4, "\\b(?:possible|possibilit(?:y|ies)|potential(?:ly)?)\\b"),
            Hedge.of("could", 0.3, "\\bcould\\b(?! not)"),
            Hedge.of("seems", 0.3, "\\b(?:seem|appear)(?:s|ed)?\\b"),
            Hedge.of(
                    "suggests",
                    0.15,
                    "\\b(?:suggest(?:s|ed|ing)?|hypothes\\w{1,8}|speculat\\w{1,6}|expected|hope[sd]?)\\b"),
            Hedge.of("likely", 0.15, "\\b(?:un)?likely\\b|\\bwhether\\b|\\bif\\b"),
            Hedge.of(
                    "roughly",
                    0.15,
                    "\\b(?:roughly|approximately|about|around|sometimes|often|generally|tend(?:s|ed)? to)\\b"));

    private static final List<Hedge> CHINESE = List.of(
            Hedge.of("可能", 0.6, "(?<![不尽])可能(?!性)"),
            Hedge.of("也许", 0.75, "也许|或许|说不定|没准|兴许"),
            Hedge.of(
                    "不确定",
                    0.8,
                    "不(?:太|是很|大|能|敢)?(?:确定|肯定|清楚|知道|了解)|不好说|说不准|不得而知|未知|尚无定论|有待(?:进一步)?(?:研究|确认|考证|验证|证实|考察)"
                            + "|(?:无法|难以|不能|不敢)(?:完全)?(?:确定|确认|判断|保证|断定|证实|核实|准确)|尚?不明确|存疑|没有(?:一个)?(?:确切|确定|明确|统一)的?(?:答案|结论|说法|定论)"),
            Hedge.of("个人看法", 0.7, "我(?:个人)?(?:认为|觉得|猜|估计|想应该|推测)|据我所知|在我看来|我的(?:理解|印象)中?|依我看|个人认为"),
            Hedge.of("大概", 0.6, "大概|恐怕|想必|八成|多半|应该(?:是|会)(?!要)|估计|猜测|推测|疑似"),
            Hedge.of("似乎", 0.4, "似乎|好像|看起来|看上去|仿佛|貌似|据说|据传|传说|相传"),
            Hedge.of("未必", 0.4, "未必|不一定|不见得|视情况|因人而异|取决于"),
            Hedge.of("可能性", 0.4, "可能性|有可能|不排除|潜在"),
            Hedge.of("大约", 0.1, "大约|左右|通常|一般来说|一般而言|往往|有时"));

    @Override
    public String name() {
        return "uncertainty";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        Prose response = exchange.response();
        String unreadable = response.unreadable();
        if (unreadable != null) {
            return new Verdict.NotAssessed(unreadable);
        }
        double[] certain = new double[response.sentences().size()];
        Arrays.fill(certain, 1);
        List<Evidence> evidence = new ArrayList<>();
        if (response.language().hasEnglish()) {
            ENGLISH.forEach(hedge -> weaken(response, hedge, certain, evidence));
        }
        if (response.language().hasChinese()) {
            CHINESE.forEach(hedge -> weaken(response, hedge, certain, evidence));
        }
        double score = 1 - Arrays.stream(certain).average().orElse(1);
        return new Verdict.Assessed(Math.clamp(score, 0, 1), score >= THRESHOLD, null, Evidence.shorten(evidence));
    }

    private static void weaken(Prose prose, Hedge hedge, double[] certain, List<Evidence> evidence) {
        Matcher matcher = hedge.pattern.matcher(prose.spoken());
        int sentence = 0;
        int last = -1;
        while (matcher.find()) {
            while (sentence + 1 < certain.length
                    && prose.sentences().get(sentence).end() < matcher.end()) {
                sentence++;
            }
            if (sentence != last) {
                certain[sentence] *= 1 - hedge.strength;
                last = sentence;
                evidence.add(Evidence.at(hedge.name, prose, matcher.start(), matcher.end()));
            }
        }
    }
}
