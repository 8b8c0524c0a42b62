package io.modelwatch.redaction.national;

import io.modelwatch.redaction.format.Format;
import java.util.List;
import java.util.stream.Stream;

/** The formats of every country outside China. */
public final class NationalFormats {

    public static final List<Format> ALL = Stream.of(
                    AmericanFormats.ALL, BritishFormats.ALL, GermanFormats.ALL, EuropeanFormats.ALL, OtherFormats.ALL)
            .flatMap(List::stream)
            .toList();

    private NationalFormats() {}
}
