package io.modelwatch.redaction.format;

import io.modelwatch.redaction.entity.EntityType;
import java.util.function.Predicate;

/**
 * One form of an identifier, scored {@code alone} by itself and {@code announced} with a context word near.
 * {@code valid} looks at the letters and digits alone, in upper case.
 */
public record Format(
        EntityType type,
        Shape shape,
        Predicate<String> valid,
        double alone,
        double announced,
        boolean repeatsSeparator) {

    public static Format of(EntityType type, String shape, double alone, double announced) {
        return new Format(type, Shape.of(shape), value -> true, alone, announced, false);
    }

    public Format check(Predicate<String> check) {
        return new Format(type, shape, check, alone, announced, repeatsSeparator);
    }

    /** Where the form has several separators, they must be the same throughout. */
    public Format sameSeparators() {
        return new Format(type, shape, valid, alone, announced, true);
    }
}
