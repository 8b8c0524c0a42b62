package io.modelwatch.quality.detect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phrases of attacks, in folded text; of bounded repetitions only. */
final class AttackRules {

    private record Rule(String name, Pattern pattern) {

        static Rule of(String name, String regex) {
            return new Rule(name, Pattern.compile(regex));
        }
    }

    private static final List<Rule> INJECTION = List.of(
            Rule.of(
                    "override",
                    "\\b(?:ignore|disregard|forget|override|bypass)\\b[^.!?\n]{0,24}\\b(?:previous|prior|above|preceding|earlier|foregoing|all (?:the |your )?|user's|your|system)\\b"
                            + "[^.!?\n]{0,24}\\b(?:instructions?|prompts?|rules?|orders?|directions?|guidelines?|commands?|assignments?|tasks?|requests?|information|programming)\\b"
                            + "|\\bforget (?:everything|all (?:that|of (?:it|that)|above|previous|prior))\\b"
                            + "|\\bignore the (?:criteria|user)\\b|\\bstop: (?:write|say|print)\\b"),
            Rule.of(
                    "override_de",
                    "\\b(?:vergiss|vergessen sie|ignorier\\w{0,4}) (?:\\w{1,20} ){0,4}(?:alle\\w{0,3}|anweisung\\w{0,3}|instruktion\\w{0,3}|befehl\\w{0,3}|vorherig\\w{0,3}|gesagt\\w{0,3}|obig\\w{0,3}|bisherig\\w{0,3}|davor|vorher)\\b"),
            Rule.of(
                    "reveal",
                    "\\b(?:print|show|reveal|repeat|output|display|tell me|give me|leak|expose|what (?:is|are|was))\\b[^.!?\n]{0,40}\\b(?:system prompt|initial prompt|hidden (?:prompt|instructions)"
                            + "|your (?:initial |original |first |exact )(?:prompt|instructions?)|everything above|(?:full|complete) prompt text)"),
            Rule.of(
                    "mode",
                    "\\bsystem override\\b|\\b(?:developer|debug|maintenance|god) mode (?:is|has been)? ?(?:on|enabled|active)"
                            + "|switched on maintenance mode"),
            Rule.of(
                    "addresses_the_model",
                    "\\b(?:note|message|instructions?|attention) ?(?:to|for)?:? (?:the |all |any )?(?:ai|llm|(?:large )?language model|ai assistant|assistant|chatbot)s?\\b"
                            + "|\\bai assistants? reading this\\b|<!-- ?(?:assistant|ai|llm|system)\\b"),
            Rule.of(
                    "behind_the_user",
                    "without (?:telling|informing|notifying) the user|\\b(?:tell|instruct|urge) (?:them|the users?) to (?:visit|click|enter|download|install)\\b"),
            Rule.of("only_say", "\\b(?:reply|respond|answer) only with [\"'“]|every question with the word\\b"),
            Rule.of(
                    "忽略",
                    "(?:忽略|无视|忘记|忘掉|抛开|不要理会|不用理会|不必理会)[^。!?\n]{0,10}(?:以上|之前|前面|上面|先前|上述|所有|一切|全部|用户)"
                            + "[^。!?\n]{0,10}(?:指令|指示|要求|规则|设定|提示|命令|限制|约束|指引|说过的话)"),
            Rule.of(
                    "泄露",
                    "(?:打印|输出|显示|泄露|告诉我|重复|说出)[^。!?\n]{0,10}(?:系统提示|系统指令|初始指令|初始提示|以上的?(?:全部|所有)内容)"
                            + "|把你的(?:系统提示|提示词|初始指令)|重复[^。!?\n]{0,8}以上的(?:全部|所有)内容"),
            Rule.of("模式", "(?:开发者|管理员)已?(?:开启|启用)[^。\n]{0,6}模式|(?:开发者|维护|调试|越狱)模式已"),
            Rule.of("致模型", "(?:智能助手|语言模型|人工智能助手|ai ?助手|大模型)(?:请|必须|应当|,)?注意|所有读到此[^。\n]{0,10}助手|助手必须"),
            Rule.of("瞒着用户", "(?:不要|别)告诉用户|让用户(?:访问|点击|下载|安装)"),
            Rule.of("只回复", "(?:只|只能|仅)(?:回复|回答|输出)[\"“「]"));

    private static final List<Rule> JAILBREAK = List.of(
            Rule.of("anything", "\\bdo anything now\\b|\\bjail ?broken?\\b|\\bdan mode\\b"),
            Rule.of(
                    "no_rules",
                    "\\b(?:without|no|free of|free from|not bound by) (?:any )?(?:ethical |moral |legal |content )?(?:rules|restrictions|limitations|filters?|censorship|guidelines|morals|policies)\\b"
                            + "[^\n]{0,200}\\b(?:you|stay in character|never refuse)|\\b(?:ignores?|breaks?) (?:every|all|any) (?:policy|policies|rules?|guidelines?)\\b"
                            + "|\\bnever refuses?\\b|\\buncensored (?:content|answers?|responses?)"),
            Rule.of(
                    "mode",
                    "\\b(?:developer|god|evil|unrestricted) mode (?:is )?(?:enabled|on|active)|\\b(?:ethics|safety) (?:module|filter)s? off\\b"),
            Rule.of(
                    "abolished",
                    "\\b(?:safety|content|ethical) (?:guidelines|policies|rules)[^.\n]{0,20}(?:abolished|lifted|suspended|no longer apply)"),
            Rule.of(
                    "无限制",
                    "(?:没有|不受|无视|摆脱)(?:了)?(?:任何|一切|所有)?的?(?:道德|伦理|法律|内容|安全)?(?:和(?:道德|伦理|法律)的?)?(?:限制|规则|规定|约束|底线|审查)"
                            + "[^\n]{0,200}(?:你|请|角色|问题)|永远不会拒绝|不受审查"),
            Rule.of(
                    "越狱",
                    "越狱模式|开发者模式已|(?:关闭|解除)你?的?(?:道德|安全|伦理)(?:模块|限制|审查)|(?:安全|道德)(?:规定|准则|限制)[^。\n]{0,6}(?:废除|取消|失效)"));

    /** What Chinese jailbreaks speak of, however they word it; a linear model weighs how often. */
    private static final List<Pattern> CHINESE_THEMES = List.of(
            Pattern.compile("扮演|角色|口吻|语气|模仿|伪装成|设定为|化身|你现在是|你将是|你叫"),
            Pattern.compile("讽刺|挑衅|嘲[笑讽弄]|侮辱|冒犯|粗鲁|尖酸|刻薄|傲慢|轻蔑|邪恶|反派|激进|狂妄|冷漠|咆哮"),
            Pattern.compile("(?:不(?:受|需要|需|用|必|考虑|顾|遵守|遵循|在乎|介意)|没有|无视|忽略|忘记|放弃|打破|摆脱|违反|抛开|挑战)[^。!?\n]{0,10}"
                    + "(?:道德|伦理|规则|限制|规定|政策|法律|准则|指南|指令|指引|感受|约束|过滤|审查|合法性)"),
            Pattern.compile("chatgpt|开发者模式|gpt|越狱|不加过滤|未经?过滤|无过滤|不受限"),
            Pattern.compile("虚构|故事|小说|场景|游戏|模拟|假设|假定|剧本|电影|想象"),
            Pattern.compile(
                    "(?:不会|不能|不得|不要|绝不|永远不|从不|不准|不许)[^。!?\n]{0,8}(?:拒绝|道歉|警告|提醒|说不|避免争议|隐瞒)|必须(?:回答|服从|遵守|照做)|服从|总是不?(?:回答|会)|任何(?:问题|事情|话题|主题|内容|要求)"),
            Pattern.compile("非法|违法|不道德|危险|有害|极端"));

    private static final int ENOUGH = 3;
    private static final double LONG = 1000;

    private AttackRules() {}

    /** How much a folded text speaks of each theme of Chinese jailbreaks, and how long it is; 0 to 1 each. */
    static float[] chineseThemes(String folded) {
        float[] themes = new float[CHINESE_THEMES.size() + 1];
        if (folded.chars().noneMatch(c -> LanguageGuess.isHan((char) c))) {
            return themes;
        }
        for (int i = 0; i < CHINESE_THEMES.size(); i++) {
            Matcher matcher = CHINESE_THEMES.get(i).matcher(folded);
            int said = 0;
            while (said < ENOUGH && matcher.find()) {
                said++;
            }
            themes[i] = said / (float) ENOUGH;
        }
        themes[CHINESE_THEMES.size()] = (float) Math.min(1, folded.length() / LONG);
        return themes;
    }

    /** Whether one of the themes is spoken of; the last number is the length. */
    static boolean speaksOfAny(float[] themes) {
        for (int i = 0; i < themes.length - 1; i++) {
            if (themes[i] > 0) {
                return true;
            }
        }
        return false;
    }

    /** The first rule that an injection's text meets. */
    static Optional<String> injection(String folded) {
        return first(INJECTION, folded);
    }

    /** The first rule that a jailbreak's text meets. */
    static Optional<String> jailbreak(String folded) {
        return first(JAILBREAK, folded);
    }

    private static Optional<String> first(List<Rule> rules, String folded) {
        return rules.stream()
                .filter(rule -> rule.pattern.matcher(folded).find())
                .map(Rule::name)
                .findFirst();
    }
}
