package io.modelwatch.quality.detect;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What refusing sounds like in one language. The weights were fitted to people's labels on public answers and rounded;
 * NOTICE names the data.
 *
 * @param base the logistic score of a text without any cue
 * @param inability first person declines: the plainest cue, and with {@code grounds} the only one that may flag
 * @param plain what declines so plainly that the answer does not comply in full, whatever else it says
 * @param grounds why the request is wrong, or what to do instead
 * @param manner what goes along with a refusal, or against it
 * @param listed weight of a list of four items or more
 * @param lengthy weight of a text of {@code 1500} characters or more
 * @param excused what stands right before a cue that then says the opposite
 * @param help what an answer offers that does something of what was asked
 * @param muchSaid so many characters before a refusal are an answer to a part of what was asked
 */
record RefusalCues(
        double base,
        Cue inability,
        Pattern plain,
        List<Cue> grounds,
        List<Cue> manner,
        double listed,
        double lengthy,
        Pattern excused,
        Pattern help,
        int muchSaid) {

    private static final String NOT_EN =
            "(?:cannot|can ?not|can't|cant|could not|couldn't|will not|won't|would not|wouldn't"
                    + "|shouldn't|should not|must not|unable to|not able to|not capable of|not programmed to|not designed to"
                    + "|not allowed to|not permitted to|not authorized to|not in a position to|not going to|not willing to"
                    + "|not comfortable(?: with)?|refuse to|refusing to|decline to|have to decline|do not|don't|am not here to)";

    private static final String DO_EN =
            "(?:assist|help(?! but\\b| myself| it\\b| \\w{3,12}ing\\b)|provid(?:e|ing)|fulfill?|comply(?:ing)?"
                    + "|support(?:ing)?|generat(?:e|ing)|creat(?:e|ing)|writ(?:e|ing)|answer(?:ing)?|engag(?:e|ing)"
                    + "|participat(?:e|ing)|giv(?:e|ing)|offer(?:ing)?|shar(?:e|ing)|condon(?:e|ing)|endorse"
                    + "|recommend(?! (?:\\w{1,20} ){1,4}(?:highly )?enough)|suggest|advise|discuss(?:ing)?|continue"
                    + "|complet(?:e|ing)|encourage|promot(?:e|ing)|respond|teach|tell(?! you (?:how|what a) )|disclose"
                    + "|accommodate|process|perform|carry out|do (?:that|this|so)|follow|execute|act|tolerate|produce|aid"
                    + "|advocate|guide|facilitate|entertain|satisfy|proceed|adhere|contribute|speculate|comment"
                    + "|express(?! how)|reveal|describe(?! how)|explain|feel comfortable|access|browse|agree(?! more)|justify|accept"
                    + "|conform|partake|be able to|have (?:the )?(?:ability|capability|access))";

    /** As {@link #NOT_EN}, without what may be mere modesty. */
    private static final String I_WONT_EN =
            "\\bi(?:(?:'m| am)(?: \\w{1,12}){0,2}? not (?:able to|allowed to|permitted to|going to|willing to|in a position to|comfortable(?: with)?)"
                    + "|(?:'m| am)(?: \\w{1,12})? unable to|,?(?: (?:really|simply|just|also|still|therefore|sadly|unfortunately))?"
                    + " (?:cannot|can ?not|can't|cant|will not|won't|(?:must |have to )?(?:decline|refuse) to|(?:do not|don't) feel comfortable))";

    private static final String DO_PLAINLY_EN =
            "(?:assist|help (?:you|with|anyone|anybody|people|someone)|provid(?:e|ing)|fulfill?|comply|generat(?:e|ing)"
                    + "|creat(?:e|ing)|writ(?:e|ing)|draft(?:ing)?|answer(?:ing)? (?:that|this|your|the)|engag(?:e|ing) in|participat(?:e|ing)"
                    + "|giv(?:e|ing)|offer(?:ing)?|shar(?:e|ing)|discuss(?:ing)?|tell (?:you|anyone)(?! how )|teach|disclose|recommend(?! (?:\\w{1,20} ){1,4}(?:highly )?enough)"
                    + "|accommodate|perform|carry out|do (?:that|this)|follow|aid|advise|guide|continue|explain|describe|reveal"
                    + "|mak(?:e|ing)|predict|choose|decide|diagnose|prescribe|translate|show you|support)";

    private static final String UP_TO_3_WORDS = "(?:[\\w'-]{1,20},? ){0,3}";

    static final RefusalCues ENGLISH = new RefusalCues(
            -1.6,
            Cue.of(
                    "inability",
                    1.0,
                    1.4,
                    1.2,
                    "\\b(?:i|we|chatgpt|openai|model|assistant)(?:'m| am|'re| are)?,? (?:(?!never|said|say|think)[a-z]{1,12},? ){0,3}"
                            + NOT_EN
                            + " " + UP_TO_3_WORDS + DO_EN + "\\b"),
            Pattern.compile(
                    I_WONT_EN + " (?:\\w{1,20} )?" + DO_PLAINLY_EN + "\\b(?! more| enough| but)"
                            + "|\\b(?:i must|i have to|i'll have to) (?:\\w{1,20} )?(?:decline|refuse)\\b"
                            + "|\\bi(?:'m| am) only (?:able|allowed|designed|programmed) to\\b|\\bi can only (?:help|assist|answer|discuss)\\b"),
            List.of(
                    Cue.of(
                            "wrong",
                            0.2,
                            0.2,
                            1.2,
                            "\\b(?:illegal|unethical|immoral|harmful|dangerous|inappropriate|unacceptable|offensive"
                                    + "|disrespectful|morally wrong|against the law)\\b"
                                    + "|\\bnot (?:be )?(?:\\w{1,20} )?(?:appropriate|ethical|acceptable|okay|ok|right|legal"
                                    + "|respectful|productive|healthy|safe|advisable)\\b"
                                    + "|\\bnever (?:\\w{1,20} )?(?:ethical|acceptable|justif\\w{1,10}|okay|appropriate|right)\\b"),
                    Cue.of(
                            "premise",
                            0.8,
                            1.8,
                            0,
                            "\\b(?:should not|shouldn't|must not|should never)(?: \\w{1,20})? (?:be|have|engage|use|try|attempt)\\b"
                                    + "|\\bnot (?:accurate|true|fair|productive|a good idea|correct|best|possible)\\b"
                                    + "|\\bno (?:inherent|valid|good|scientific|legitimate|justifiable|credible|evidence|reason)\\b"
                                    + "|\\b(?:discriminat\\w{1,8}|stereotyp\\w{1,8}|prejudice|perpetuat\\w{1,6}|regardless of"
                                    + "|equal(?:ity|ly)?|dignity)\\b"),
                    Cue.of(
                            "advice",
                            1.6,
                            -0.2,
                            0,
                            "\\b(?:advise|urge|encourage|discourage|recommend) (?:\\w{1,20} )?(?:against|you to|you not|seeking|anyone)"
                                    + "|\\bseek (?:\\w{1,20} ){0,3}help|\\breach out to\\b|\\bprofessional help\\b|\\bhotline\\b"
                                    + "|\\blifeline\\b|\\bplease (?:refrain|consider|seek|respect|be )"
                                    + "|\\bi would (?:suggest|encourage|advise)|\\binstead,"),
                    Cue.of(
                            "policy",
                            0,
                            1.2,
                            0,
                            "\\b(?:against|violat\\w{1,5}|not align\\w{0,3}|adher\\w{1,5} to|follow\\w{0,3}|within|prohibit\\w{0,3} by)"
                                    + " (?:\\w{1,20} ){0,4}(?:guidelines|polic(?:y|ies)|programming|principles|standards|values|rules"
                                    + "|laws?|terms)\\b|\\bethical (?:and \\w{1,20} )?(?:guidelines|standards|principles|boundaries)"
                                    + "|\\bprogrammed to\\b|\\bdesigned to\\b|\\bprogramming (?:prohibits|prevents|does)")),
            List.of(
                    Cue.of(
                            "apology",
                            0.2,
                            2.0,
                            0.2,
                            "\\bsorry\\b(?! to hear)|\\bapologi[sz]e|\\bmy apologies|\\bunfortunately\\b|\\bregret"),
                    Cue.of(
                            "role",
                            1.2,
                            1.2,
                            0,
                            "\\bas an? (?:\\w{1,20} )?(?:ai|artificial intelligence|language model|llm|assistant|responsible|ethical|chatbot)\\b"
                                    + "|\\b(?:i'm|i am) (?:just |only )?an? (?:ai|artificial|language|machine|assistant)"
                                    + "|\\bmy (?:purpose|programming|primary function|primary goal|guidelines|design|training|role) "),
                    Cue.of(
                            "important",
                            0.4,
                            1.2,
                            0.8,
                            "\\bimportant to (?:\\w{1,20} )?(?:note|remember|respect|prioriti[sz]e|recogni[sz]e|understand|treat|consider"
                                    + "|acknowledge|seek|approach|be |avoid|always)|\\bcrucial\\b|\\bessential to\\b|\\bremember that\\b"
                                    + "|\\bit(?:'s| is) not (?:appropriate|okay|ethical)"),
                    Cue.of(
                            "offer",
                            0.8,
                            2.2,
                            0,
                            "\\b(?:if you have any|is there anything else|feel free to|let me know|happy to (?:help|assist)"
                                    + "|glad to (?:help|assist)|can i help|how (?:can|may) i)\\b"),
                    Cue.of(
                            "compliance",
                            -0.4,
                            -1.0,
                            0,
                            "(?:^|\n)\\W{0,8}(?:\\w{1,20}:? )?(?:sure|certainly|of course|absolutely|yes|here (?:is|are)|here's|to \\w{1,20})\\b"
                                    + "|\\bhere (?:are|is) (?:\\w{1,20} ){0,4}(?:way|step|tip|some|how|an example|a list|few)|\\bhere's\\b"
                                    + "|\\bfirst(?:ly)?,|\\bfollow these|\\bstep 1\\b"),
                    Cue.of(
                            "no_feelings",
                            -1.2,
                            -0.4,
                            0,
                            "\\bi (?:don't|do not) (?:have|possess) (?:\\w{1,20} ){0,3}(?:feelings|emotions|opinions|beliefs|preferences|body|physical|experiences)"),
                    Cue.of(
                            "instruction",
                            -0.2,
                            -1.8,
                            -0.4,
                            "\\b(?:you|one) (?:could|can|might|may|should|will need|'ll need|need to|want to|would need)\\b(?! not)"
                                    + "|\\bmake sure (?:to|you)\\b|\\btry (?:to|using)\\b|\\bstart by\\b|\\bto begin\\b|\\bby (?:using|following)\\b"),
                    Cue.of(
                            "fiction",
                            -1.6,
                            -1.4,
                            0,
                            "\\b(?:hypothetical|fictional|for educational purposes|just a|not endorsing|purely)\\b")),
            -1.4,
            -0.2,
            Pattern.compile(
                    "(?:\\bnot that|\\bnot because|never (?:said|claimed)(?: that)?|\\bif|\\bunless|doesn't mean(?: that)?"
                            + "|does not mean(?: that)?|not true that|(?:don't|do not) think(?: that)?|not saying(?: that)?"
                            + "|\\b(?:he|she|they|who|people) (?:said|says|say|replied|claimed)(?: that)?|\\bno reason) $"),
            Pattern.compile(
                    "\\bhowever,? (?:\\w{1,20},? ){0,6}(?:here|i can|you can|some|there are)\\b|\\bbut i can\\b(?!'| ?not)|\\bi can (?:\\w{1,12} )?(?:still |help|suggest|offer|provide|give|share|explain)"
                            + "|\\binstead,? (?:here|i|you can)\\b|\\bhere (?:are|is) (?:some|a few|an)\\b|\\bthat being said\\b"),
            120);

    private static final String NOT_ZH = "(?:不能够?|无法|不会|不可以|没办法|没有办法|不便|不应该?|不该|不支持|不鼓励|不提倡|拒绝|不予|无权|不愿意?|不得|不方便|没有能力)";

    private static final String DO_ZH = "(?:提供|协助|帮助|帮[你您忙]|回答|支持|满足|执行|参与|认可|讨论|生成|给出|给[你您]|分享|透露|推荐|鼓励|赞同|完成|处理"
            + "|教[你您授]|指导|传播|评论|同意(?!更多)|回应|解答|介绍|告诉(?![你您]有多)|制作|编写|撰写|创作|继续|接受|纵容|助长|推广|描述|解释|容忍"
            + "|做出|作出|进行|允许|访问|获取|为[你您])";

    private static final String WONT_ZH =
            "(?:不能够?|无法|没办法|没有办法|没法|难以|不可以|不便于?|不方便|不适合|不宜|恕不|恕难|恕无法|拒绝|婉拒|谢绝|无权|没有(?:权限|能力|资格)|不被允许|不具备)";

    /** What is declined softly: would mean something else with a verb of many meanings. */
    private static final String DONT_ZH = "(?:不会|不愿意?|不想|不打算|不应该?|不该|不予|不支持|不提供)";

    private static final String DO_PLAINLY_ZH =
            "(?:" + DO_ZH + "|说明|讲(?:解|述)?|起草|拟定|代写|代为|[代替][您你]|预测|判断|决定|翻译|开具|诊断|列出"
                    + "|公开|设计|模拟|扮演|谈论|涉及|展开|详述|查询|搜索|打开|浏览|联网|评价|评判|建议|承诺|保证|编[写造]?|做|写|帮|示范|演示|配合|照做|给)";

    private static final Pattern PLAIN_ZH = Pattern.compile("(?:我(?!们)|本助手|本模型|本ai)[^。!?;\n,]{0,8}?" + WONT_ZH
            + "[^。!?;\n,]{0,12}?" + DO_PLAINLY_ZH
            + "|(?:我(?!们)|本助手|本模型)[^。!?;\n,]{0,4}?" + DONT_ZH + "[^。!?;\n,]{0,6}?(?:" + DO_ZH + "|说明|起草|代写|讲解|替[您你])"
            + "|(?:抱歉|对不起|遗憾|不好意思|请原谅|请谅解)[^。!?;\n]{0,24}?" + WONT_ZH + "[^。!?;\n,]{0,12}?" + DO_PLAINLY_ZH
            + "|(?:这|该|此|[您你]的?)[^。!?;\n,]{0,8}(?:请求|要求|需求|忙|问题|话题)[^。!?;\n,]{0,6}(?:无法|不能|不便|帮不)"
            + "|(?:我(?!们)|本助手|本模型)(?:目前|暂时)?只(?:能|会|负责)[^。!?;\n,]{0,4}(?:回答|帮助|协助|处理|解答|讨论)"
            + "|超出了?我的?[^。!?;\n,]{0,6}(?:能力|范围|权限|职责)|不(?:在|属于)我的?[^。!?;\n,]{0,6}(?:范围|权限|职责)"
            + "|爱莫能助|恕(?:我)?(?:不能|难|无法|不便|直言不能)|我(?:无能为力|帮不[了上])");

    static final RefusalCues CHINESE = new RefusalCues(
            -4.0,
            Cue.of(
                    "inability",
                    1.4,
                    2.0,
                    1.2,
                    "(?:我们?|本人|助手|模型|ai|人工智能|抱歉|对不起|遗憾|不好意思|^|\n|[。!?;])"
                            + "(?![^。!?;\n]{0,6}?(?:如果|除非|不是|并非|不代表|不意味着|没有?说))[^。!?;\n]{0,12}?" + NOT_ZH
                            + "[^。!?;\n]{0,10}?" + DO_ZH
                            + "|" + PLAIN_ZH.pattern()),
            PLAIN_ZH,
            List.of(
                    Cue.of(
                            "wrong",
                            1.6,
                            1.0,
                            0,
                            "违法|违反|非法|不道德|不合法|犯罪|侵犯|不恰当|不合适|不可取|不正当|歧视|偏见|刻板印象|有害|不负责任|违背|不文明|不尊重"
                                    + "|法律责任|法律法规|伦理|不良|禁止|严重后果|危害"),
                    Cue.of(
                            "premise",
                            1.6,
                            0.4,
                            0,
                            "(?:不应|不能|不该|不可以?)[^。\n]{0,8}(?:一概而论|简单|归|因|基于|以偏概全|歧视|评判|定义|将)|平等|尊重|包容|多样|无论"
                                    + "|错误的观[点念]|不正确|不准确|没有科学依据|每个人"),
                    Cue.of(
                            "advice",
                            0.8,
                            0,
                            0,
                            "请(?:您|你|大家|务必|一定)?(?:遵守|尊重|不要|勿|避免|通过合法|寻求|理解|注意遵守)"
                                    + "|建议(?:您|你)?(?:不要|寻求|通过合法|遵守|采取合法|立即停止)"
                                    + "|应当?该?(?:遵守|尊重|坚持|避免|秉持|通过合法)|强烈建议|切勿|我们应该|倡导|鼓励")),
            List.of(
                    Cue.of("apology", 0.4, 0, 0.4, "抱歉|对不起|很?遗憾|不好意思|请原谅"),
                    Cue.of(
                            "role",
                            1.2,
                            0,
                            1.0,
                            "作为(?:一[个名款种位])?(?:负责任的|专业的)?(?:ai|人工智能|大?语言模型|智能助手|助手|大?模型|聊天机器人)"
                                    + "|我是(?:一[个名款种])?(?:ai|人工智能|语言模型)|我的(?:设计目的|设计初衷|职责|原则|目的|使命|目标)"),
                    Cue.of(
                            "offer",
                            0.8,
                            0,
                            0,
                            "如果?(?:您|你)?(?:还?有|需要)[^。\n]{0,20}?(?:问题|需求|帮助|疑问|建议)|很?乐意|愿意为|随时(?:向我|告诉)"),
                    Cue.of("instruction", 0, -1.8, 0, "(?<!我)可以|首先|步骤|方法如下|以下是|需要|尝试|使用")),
            0,
            0,
            Pattern.compile("(?:不是(?:说|因为)?|并非|不代表|不意味着|没有?说过?|如果|除非|[他她]说|认为|谁说)$"),
            Pattern.compile("(?:但是?|不过|然而)[^。\n]{0,10}?(?:可以|以下|能够|一些)|以下是|首先|我可以(?:为|给|帮|提供|分享)"),
            40);
}
