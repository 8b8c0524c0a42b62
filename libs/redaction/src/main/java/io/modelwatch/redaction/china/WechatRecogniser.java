package io.modelwatch.redaction.china;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import java.util.List;

/** The account name behind 微信 or 微信号: 6 to 20 letters, digits, - and _, a letter first. */
final class WechatRecogniser implements Recogniser {

    private static final List<String> FILLERS =
            List.of("号码", "号", "账号", "帐号", "ID", "id", "：", ":", "是", "为", "加", "is ", " ");

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.words().size(); i++) {
            int word = subject.words().get(i);
            if (subject.startsWith("微信", word)) {
                name(subject, candidates, word + 2);
            }
        }
    }

    private static void name(Subject subject, Candidates candidates, int after) {
        int start = after;
        boolean moved = true;
        while (moved && start - after < 8) {
            moved = false;
            for (String filler : FILLERS) {
                if (subject.startsWith(filler, start)) {
                    start += filler.length();
                    moved = true;
                }
            }
        }
        int end = start;
        int odd = 0;
        while (end - start <= 20 && isName(subject.at(end))) {
            odd += Chars.isLetter(subject.at(end)) ? 0 : 1;
            end++;
        }
        int length = end - start;
        if (length >= 6 && length <= 20 && Chars.isLetter(subject.at(start)) && (odd > 0 || start > after)) {
            candidates.add(EntityType.CN_WECHAT, start, end, 0.7, 0.9);
        }
    }

    private static boolean isName(char c) {
        return Chars.isAlphanumeric(c) || c == '-' || c == '_';
    }
}
