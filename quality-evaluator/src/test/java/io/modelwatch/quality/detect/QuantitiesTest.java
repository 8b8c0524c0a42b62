package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it cost 1,500 dollars           | 1500.0
            about 3.5 million people        | 3500000.0
            3.5万人                         | 35000.0
            三千五百万元                    | 35000000.0
            二〇一四年                      | 2014.0
            2亿                             | 200000000.0
            twelve people in september      | 9.0 12.0
            保修十年                        | 10.0
            一些人一起走                    | ''
            version 1.2.3                   | 1.2 3.0
            十二                            | 12.0
            一百零五                        | 105.0
            """)
    void readsNumbersHoweverTheyAreWritten(String text, String expected) {
        Set<Double> values = new TreeSet<>(Quantities.of(text));

        assertEquals(
                expected,
                String.join(
                        " ",
                        values.stream()
                                .map(String::valueOf)
                                .map(QuantitiesTest::plain)
                                .toList()));
    }

    private static String plain(String number) {
        return new BigDecimal(number).setScale(1, RoundingMode.UNNECESSARY).toPlainString();
    }
}
