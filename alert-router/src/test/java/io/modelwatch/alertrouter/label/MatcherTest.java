package io.modelwatch.alertrouter.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {

    private static final LabelSet ALERT = LabelSet.of("severity", "critical", "team", "db");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "severity=critical           # true",
                "severity!=critical          # false",
                "severity=~crit              # false",
                "severity=~\"crit.*|warning\" # true",
                "severity!~\"crit.*\"         # false",
                "missing=\"\"                 # true",
                "missing!=\"\"                # false",
                "missing=~\".*\"              # true",
                "missing=~\".+\"              # false",
                "missing!=x                  # true",
                "team!=\"\"                   # true",
                "severity=~\"(?i)CRITICAL\"   # true",
            })
    void matchesByOperator(String matcher, boolean matches) {
        assertEquals(matches, MatcherSyntax.ANY.one(matcher).matches(ALERT));
    }

    @Test
    void dotOfARegexDoesNotMatchANewline() {
        assertFalse(Matcher.of("a", MatchOperator.REGEX, ".*").matches(LabelSet.of("a", "x\ny")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a(?=b)", "(a)\\1", "a**", "(", "[z-a]", "((a{100}){100}){100}"})
    void regexThatRe2DoesNotKnowIsRefused(String regex) {
        assertThrows(IllegalArgumentException.class, () -> Matcher.of("a", MatchOperator.REGEX, regex));
    }

    @Test
    void regexThatExplodesElsewhereTakesLinearTime() {
        Matcher matcher = Matcher.of("a", MatchOperator.REGEX, "(a+)+$");
        LabelSet labels = LabelSet.of("a", "a".repeat(20_000) + "!");

        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> matcher.matches(labels)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "foo=bar             # foo=\"bar\"",
                "' foo  =  bar baz ' # foo=\"bar baz\"",
                "foo=\"bar\"         # foo=\"bar\"",
                "foo=                # foo=\"\"",
                "foo=a=b             # foo=\"a=b\"",
                "foo=\"a\\\"b\"      # foo=\"a\\\"b\"",
                "foo=a\\             # foo=\"a\\\\\"",
                "foo=a\\d            # foo=\"a\\\\d\"",
                "foo=~\"a\\nb\"      # foo=~\"a\\nb\"",
                "a:b!~c              # a:b!~\"c\"",
            })
    void classicSyntaxReadsOneMatcher(String text, String printed) {
        assertEquals(printed, MatcherSyntax.CLASSIC.one(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "", "=bar", "1a=b", "{a=b}", "foo=\"bar", "foo=ba\"r", "foo=\"bar\"x", "名=x"})
    void classicSyntaxRefuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> MatcherSyntax.CLASSIC.one(text));
    }

    @Test
    void complaintAboutAMatcherIsAlertmanagers() {
        Exception complaint = assertThrows(IllegalArgumentException.class, () -> MatcherSyntax.ANY.one("foo"));

        assertEquals("bad matcher format: foo", complaint.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "名=值                      # 名=\"值\"",
                "\"my label\"=\"x y\"       # \"my label\"=\"x y\"",
                "\"a.b-c\"=~\"x|y\"         # a.b-c=~\"x|y\"",
                "a.b=c                      # a.b=\"c\"",
                "\"\\u00e9\"=\"\\x41\\t\"   # é=\"A\t\"",
            })
    void newSyntaxReadsNamesInUtf8(String text, String printed) {
        assertEquals(printed, MatcherSyntax.ANY.one(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{a=b}", "a=b,c=d", "a=", "\"\"=x", "a=\"\\xff\"", "a=\"\\q\"", "a!b", "a=b c", "a='b'", "a=\"b"
            })
    void newSyntaxRefuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> MatcherSyntax.UTF8.one(text));
    }

    @Test
    void listsMayHaveBracesAndATrailingComma() {
        List<Matcher> expected =
                List.of(Matcher.of("a", MatchOperator.EQUAL, "b,c"), Matcher.of("d", MatchOperator.NOT_REGEX, "e|f"));

        assertEquals(expected, MatcherSyntax.ANY.list("{a=\"b,c\", d!~\"e|f\",}"));
        assertEquals(expected, MatcherSyntax.UTF8.list("a=\"b,c\",d!~\"e|f\""));
        assertEquals(List.of(), MatcherSyntax.ANY.list("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a=b", "a=b}", "{{a=b}}", "a=b,,c=d", ",a=b"})
    void newSyntaxRefusesLists(String text) {
        assertThrows(IllegalArgumentException.class, () -> MatcherSyntax.UTF8.list(text));
    }

    @Test
    void classicMeaningWinsWhereBothSyntaxesRead() {
        // In the new syntax the value would be a newline's escape too, but \d only the classic one can read.
        assertEquals("\\d+", MatcherSyntax.ANY.one("a=~\"\\d+\"").value());
    }

    @Test
    void listsPrintSortedByNameValueAndOperator() {
        Matchers matchers = new Matchers(MatcherSyntax.ANY.list("b=x,a!=y,a=y,a=x")).sorted();

        assertEquals("{a=\"x\",a=\"y\",a!=\"y\",b=\"x\"}", matchers.toString());
    }

    @Test
    void onlyPositiveMatchersCanDemandNothing() {
        assertTrue(Matcher.of("a", MatchOperator.EQUAL, "").acceptsEmpty());
        assertTrue(Matcher.of("a", MatchOperator.REGEX, ".*").acceptsEmpty());
        assertFalse(Matcher.of("a", MatchOperator.NOT_EQUAL, "x").acceptsEmpty());
        assertFalse(Matcher.of("a", MatchOperator.EQUAL, "x").acceptsEmpty());
    }
}
