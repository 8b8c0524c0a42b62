package io.modelwatch.redaction.secret;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;

/** Keys with a known prefix, JSON web tokens, Telegram and Slack webhooks, and what stands behind Bearer or Basic. */
final class TokenRecogniser implements Recogniser {

    private static final int LONGEST_TOKEN = 16_384;
    private static final int LONGEST_PREFIX = 8;
    private static final String SLACK_HOOK = "hooks.slack.com/services/";

    @Override
    public void scan(Subject subject, Candidates candidates) {
        int scanned = 0;
        for (int i = 0; i < subject.runs().size(); i++) {
            int run = subject.runs().get(i);
            if (run < scanned) {
                continue;
            }
            int end = jwt(subject, candidates, run);
            if (end < 0) {
                end = authorization(subject, candidates, run);
            }
            key(subject, candidates, run);
            slackHook(subject, candidates, run);
            telegram(subject, candidates, run);
            scanned = Math.max(scanned, end);
        }
    }

    /** A run may be the second part of a key whose prefix ends in a dot. */
    private static void key(Subject subject, Candidates candidates, int run) {
        int earlier = run;
        if (subject.at(run - 1) == '.') {
            while (run - earlier < LONGEST_PREFIX
                    && (Chars.isAlphanumeric(subject.at(earlier - 1)) || subject.at(earlier - 1) == '.')) {
                earlier--;
            }
        }
        for (KeyForm form : KeyForm.ALL) {
            if (subject.startsWith(form.prefix(), run) && key(subject, candidates, form, run)) {
                return;
            }
            if (earlier < run
                    && subject.startsWith(form.prefix(), earlier)
                    && key(subject, candidates, form, earlier)) {
                return;
            }
        }
    }

    private static boolean key(Subject subject, Candidates candidates, KeyForm form, int start) {
        int from = start + form.prefix().length();
        int end = from;
        int digits = 0;
        while (end - from <= form.max() && form.alphabet().accepts(subject.at(end))) {
            digits += Chars.isDigit(subject.at(end)) ? 1 : 0;
            end++;
        }
        while (end > from && subject.at(end - 1) == '.') {
            end--;
        }
        int length = end - from;
        boolean fits = length >= form.min() && length <= form.max() && digits > 0;
        if (!fits || Chars.isWord(subject.at(end)) || Chars.isWord(subject.at(start - 1))) {
            return false;
        }
        candidates.add(form.type(), start, end, 1);
        return true;
    }

    /** The end of the token, or -1. */
    private static int jwt(Subject subject, Candidates candidates, int run) {
        if (!subject.startsWith("eyJ", run)) {
            return -1;
        }
        int end = run;
        int dots = 0;
        int limit = Math.min(subject.length(), run + LONGEST_TOKEN);
        while (end < limit
                && (isUrlSafe(subject.at(end)) || (subject.at(end) == '.' && isUrlSafe(subject.at(end + 1))))) {
            dots += subject.at(end) == '.' ? 1 : 0;
            end++;
        }
        if (dots < 2 || dots > 4) {
            return end;
        }
        candidates.add(EntityType.JWT, run, end, 1);
        return end;
    }

    private static int authorization(Subject subject, Candidates candidates, int run) {
        boolean bearer = subject.startsWithIgnoreCase("bearer ", run - 7);
        boolean basic = subject.startsWithIgnoreCase("basic ", run - 6);
        if (!bearer && !basic) {
            return -1;
        }
        int end = run;
        int digits = 0;
        int limit = Math.min(subject.length(), run + LONGEST_TOKEN);
        while (end < limit && (isUrlSafe(subject.at(end)) || "+/=.~".indexOf(subject.at(end)) >= 0)) {
            digits += Chars.isDigit(subject.at(end)) ? 1 : 0;
            end++;
        }
        while (end > run && subject.at(end - 1) == '.') {
            end--;
        }
        if (digits > 0) {
            candidates.add(EntityType.AUTHORIZATION, run, end, 0.9);
        }
        return end;
    }

    private static void slackHook(Subject subject, Candidates candidates, int run) {
        int slash = run;
        int slashes = 0;
        while (run - slash < 40 && (isUrlSafe(subject.at(slash - 1)) || subject.at(slash - 1) == '/') && slashes < 3) {
            slash--;
            slashes += subject.at(slash) == '/' ? 1 : 0;
        }
        int start = slash + 1;
        if (slashes == 3 && subject.startsWith(SLACK_HOOK, start - SLACK_HOOK.length())) {
            int end = run;
            while (end - run < 64 && Chars.isAlphanumeric(subject.at(end))) {
                end++;
            }
            candidates.add(EntityType.SLACK_TOKEN, start, end, 1);
        }
    }

    /** 8 to 10 digits, a colon, and 35 characters that start with AA. */
    private static void telegram(Subject subject, Candidates candidates, int run) {
        if (subject.at(run - 1) != ':' || !subject.startsWith("AA", run)) {
            return;
        }
        int start = run - 1;
        while (run - start < 12 && Chars.isDigit(subject.at(start - 1))) {
            start--;
        }
        int end = run;
        while (end - run <= 35 && isUrlSafe(subject.at(end))) {
            end++;
        }
        int digits = run - 1 - start;
        if (digits >= 8 && digits <= 10 && end - run == 35) {
            candidates.add(EntityType.API_KEY, start, end, 1);
        }
    }

    private static boolean isUrlSafe(char c) {
        return Chars.isAlphanumeric(c) || c == '-' || c == '_';
    }
}
