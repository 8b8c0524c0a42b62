package io.modelwatch.quality.detect;

import java.util.List;
import java.util.Optional;
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

    private AttackRules() {}

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
