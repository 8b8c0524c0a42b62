package io.modelwatch.redaction.china;

import io.modelwatch.redaction.entity.Candidates;
import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.entity.Subject;
import io.modelwatch.redaction.format.Shape;
import java.util.List;

/** Landlines with the area code in brackets or behind the country code: (010)12345678, +86-21-61234567. */
final class LandlineRecogniser implements Recogniser {

    private static final List<Shape> BRACKETED =
            List.of(Shape.of("[(][0][12]9[)][ -]?9{8}"), Shape.of("[(][0][3-9]9{2}[)][ -]?9{7,8}"));
    private static final List<Shape> INTERNATIONAL =
            List.of(Shape.of("[+][8][6][ -][0]?[12]9[ -]9{8}"), Shape.of("[+][8][6][ -][0]?[3-9]9{2}[ -]9{7,8}"));

    @Override
    public void scan(Subject subject, Candidates candidates) {
        for (int i = 0; i < subject.numbers().size(); i++) {
            int number = subject.numbers().get(i);
            char before = subject.at(number - 1);
            List<Shape> shapes = before == '(' ? BRACKETED : before == '+' ? INTERNATIONAL : List.of();
            for (Shape shape : shapes) {
                int end = shape.match(subject.plain(), number - 1);
                if (end > 0 && subject.standsAlone(number - 1, end)) {
                    candidates.add(EntityType.CN_TEL, number - 1, end, 0.85, 0.95);
                }
            }
            if (before == '+' && subject.startsWith("86", number)) {
                mobile(subject, candidates, number);
            }
        }
    }

    private static final Shape MOBILE = Shape.of("[+][8][6][ -]?[1][3-9]9[ -]?9{4}[ -]?9{4}");

    private static void mobile(Subject subject, Candidates candidates, int number) {
        int end = MOBILE.match(subject.plain(), number - 1);
        if (end > 0 && subject.standsAlone(number - 1, end)) {
            candidates.add(EntityType.CN_MOBILE, number - 1, end, 0.95, 0.98);
        }
    }
}
