package io.modelwatch.alertrouter.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateSetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{ range 3 }}{{ . }}{{ end }} # 012",
                "{{ with \"\" }}a{{ else with \"b\" }}{{ . }}{{ else }}c{{ end }} # b",
                "{{ title \"hELLO wORLD don't foo_bar\" }} # Hello World Don't Foo_bar",
                "{{ humanizeDuration 3661 }} {{ humanizeDuration 90061.5 }} # 1h 1m 1s 1d 1h 1m 1s",
                "{{ humanizeDuration 0.25 }} {{ humanizeDuration 59.125 }} {{ humanizeDuration -61 }} # 250ms 59.12s -1m 1s",
                "{{ (index .Alerts 1).EndsAt | since | humanizeDuration }} # 29m 59s",
                "{{ now.Format \"15:04\" }} {{ since (index .Alerts 1).EndsAt }} # 03:00 29m59.5s",
                "{{ base64encode \"a?b>\" }} {{ base64decode \"YT9iPg==\" }} # YT9iPg== a?b>",
                "{{ (toDate \"2006-01-02\" \"2026-11-24\").Weekday }} {{ (toDate \"2006-01-02\" \"x\").IsZero }} # Tuesday true",
                "{{ range $x := .Alerts }}{{ end }}{{ $n := 1 }}{{ range $n = list 1 2 }}{{ end }}{{ $n }} # 2"
            })
    void newerPartsOfTheLanguageWork(String text, String expected) {
        assertEquals(expected, TemplateCases.render(text));
    }

    @Test
    void laterDefinitionsReplaceEarlierOnesUnlessTheyAreEmpty() {
        TemplateSet set = TemplateCases.SET
                .with("a.tmpl", "{{ define \"x\" }}1{{ end }}{{ define \"y\" }}1{{ end }}")
                .with("b.tmpl", "{{ define \"x\" }}2{{ end }}{{ define \"y\" }} {{ end }}");

        assertEquals("21", set.render("", "{{ template \"x\" }}{{ template \"y\" }}", TemplateCases.DATA));
    }

    @Test
    void mistakeInADefinitionIsToldWithTheFileThatHoldsIt() {
        TemplateSet set = TemplateCases.SET.with("team.tmpl", "\n{{ define \"x\" }}\n  {{ index .Alerts 9 }}{{ end }}");

        TemplateException mistake = assertThrows(
                TemplateException.class, () -> set.render("field", "{{ template \"x\" . }}", TemplateCases.DATA));

        assertEquals("team.tmpl:3:5", mistake.template() + ":" + mistake.line() + ":" + mistake.column());
        assertTrue(mistake.reason().contains("index out of range: 9"), mistake.reason());
    }

    @Test
    void whatGrowsWithoutEndIsStopped() {
        refused("{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" . }}", "levels deep");
        refused(
                "{{ define \"x\" }}{{ range 1000 }}{{ range 1000 }}{{ range 1000 }}{{ end }}{{ end }}{{ end }}{{ end }}{{ template \"x\" . }}",
                "steps");
        refused("{{ range 2000000 }}{{ end }}", "too long");
        refused("{{ range 100 }}{{ printf \"%100000d\" 1 }}{{ end }}", "longer than");
        refused("{{ printf \"%1000000d%1000000d%1000000d\" 1 2 3 }}", "too long");
        refused("{{ reReplaceAll \"((a{100}){100}){100}\" \"\" .Status }}", "repeat count");
        refused("{{ " + "(".repeat(1000) + "1" + ")".repeat(1000) + " }}", "nested too deep");
    }

    private static void refused(String text, String reason) {
        TemplateException refusal =
                assertThrows(TemplateException.class, () -> TemplateCases.SET.render("case", text, TemplateCases.DATA));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }
}
