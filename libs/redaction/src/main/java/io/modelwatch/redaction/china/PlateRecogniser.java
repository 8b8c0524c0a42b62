package io.modelwatch.redaction.china;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.Chars;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;

/** A province character, the authority's letter and five places, or six for new energy vehicles: 粤B·A0320, 京AD12345. */
final class PlateRecogniser implements Recogniser {

    private static final String PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
    private static final String SUFFIXES = "挂学警港澳";

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.tokens().size(); i++) {
            int start = subject.tokens().get(i);
            if (isLetter(subject.at(start)) && PROVINCES.indexOf(subject.at(start - 1)) >= 0) {
                plate(subject, candidates, start);
            }
        }
    }

    private static void plate(Subject subject, Candidates candidates, int letter) {
        int from = letter + 1;
        char separator = subject.at(from);
        if (separator == '·' || separator == '•' || separator == '.' || separator == ' ' || separator == '-') {
            from++;
        }
        int i = from;
        int digits = 0;
        while (i - from < 7 && isPlace(subject.at(i))) {
            digits += Chars.isDigit(subject.at(i)) ? 1 : 0;
            i++;
        }
        int places = i - from;
        if (places == 4 && SUFFIXES.indexOf(subject.at(i)) >= 0) {
            i++;
            places++;
        }
        if ((places == 5 || places == 6) && digits >= 2 && !Chars.isWord(subject.at(i))) {
            candidates.add(EntityType.CN_PLATE, letter - 1, i, 0.85, 0.95);
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isPlace(char c) {
        return Chars.isDigit(c) || (isLetter(c) && c != 'I' && c != 'O');
    }
}
