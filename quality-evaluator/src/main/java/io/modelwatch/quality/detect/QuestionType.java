package io.modelwatch.quality.detect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What form of answer a question asks for, where it can be told. */
enum QuestionType {
    YES_OR_NO(
            "(?:^|[.!?\n] ?)(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have) [^.!?\n]{1,200}\\?|是不是|是否|能不能|有没有|吗\\?",
            "^\\W{0,4}(?:yes|no|yeah|not? |correct|incorrect|true|false|是|不|没有?|对|有|能|可以|会)"),
    NUMBER("\\bhow (?:many|much|long|far|old|tall|often)\\b|多少|几[个次年月天岁位种条]|多[长高大久远]", "\\d|[一二三四五六七八九十百千万两]"),
    TIME(
            "\\bwhen (?:did|was|is|were|will|do|does)\\b|\\bwhat (?:year|date|time)\\b|什么时候|何时|哪一?年|几月",
            "\\d|[年月日]|century|世纪"),
    OTHER(null, null);

    private final @Nullable Pattern question;
    private final @Nullable Pattern answer;

    QuestionType(@Nullable String question, @Nullable String answer) {
        this.question = question == null ? null : Pattern.compile(question);
        this.answer = answer == null ? null : Pattern.compile(answer);
    }

    static QuestionType of(Prose prompt) {
        for (QuestionType type : values()) {
            if (type.question != null && type.question.matcher(prompt.folded()).find()) {
                return type;
            }
        }
        return OTHER;
    }

    boolean isAnsweredBy(Prose response) {
        return answer != null && answer.matcher(response.folded()).find();
    }
}
