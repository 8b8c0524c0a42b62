package io.modelwatch.alertrouter.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Escaping by context beside Go's own: by what Go printed once, and by what it prints now where Go is installed. */
class HtmlOracleTest {

    private static final List<String> VALUES = List.of(
            ".CommonAnnotations.summary",
            "\"a+b <i>'x'</i> & \\\"y\\\" `z` 100% ü\"",
            "\"javascript:alert(1)\"",
            "\"http://h/p a?q=ü&x=<1>#f\"",
            "\"/relative:x?y\"",
            "\"mailto:a@b\"",
            "\"\"",
            ".CommonAnnotations.summary | safeHtml",
            "\"<b>bold</b> &amp; \\\"q\\\"\" | safeHtml",
            "\"javascript:ok('1')\" | safeUrl",
            ".CommonAnnotations.summary | html",
            "\"a b/c?d=e&f\" | urlquery",
            "len .Alerts");

    private static final List<String> PLACES = List.of(
            "<p>%s</p>",
            "a < b <p title=\"%s\" class='%s'>",
            "<a href=\"%s\">x</a>",
            "<a href='http://h/%s/x?y=%s#%s'>x</a>",
            "<a href=\"http://h/#/alerts?receiver=%s\">",
            "<td width=%s>t</td>",
            "<title>a < %s</title><h1>%s</h1>",
            "<textarea>%s</textarea>",
            "<!DOCTYPE html><!-- gone --><b>%s</b><!-- <i>gone</i> -->",
            "<img src=\"%s\" data-x=\"%s\" alt=%s>",
            "<p style=\"color:red\" id=\"%s\">%s</p><br/>%s",
            "{{ range .Alerts }}<li>%s{{ end }}",
            "{{ define \"x\" }}<a href=\"{{ . }}\">{{ . }}</a>{{ end }}{{ template \"x\" %s }}",
            "1 < 2 && 3 > 2 %s",
            "<svg xlink:href=\"%s\"></svg>");

    static List<String> table() {
        List<String> table = new ArrayList<>();
        for (String place : PLACES) {
            for (String value : VALUES) {
                String action = place.contains("template \"x\" %s") ? "(" + value + ")" : "{{ " + value + " }}";
                if (place.startsWith("{{ range")) {
                    action = action.replace(".Common", "$.Common").replace("len .Alerts", "len $.Alerts");
                }
                table.add(place.replace("%s", action));
            }
        }
        return table;
    }

    private static String render(String text) {
        try {
            return TemplateCases.SET.renderHtml("case", text, TemplateCases.DATA);
        } catch (TemplateException e) {
            return "error " + e.getMessage();
        }
    }

    private static List<String> differences(JsonNode results) {
        List<String> wrong = new ArrayList<>();
        List<String> cases = table();
        for (int i = 0; i < cases.size(); i++) {
            String error = results.get(i).path("error").asText();
            String expected = results.get(i).path("output").asText();
            String ours = render(cases.get(i));
            // What Go refuses, such as html in a place where it does not help, is escaped here all the same.
            // Older versions of Go let nothing stand for an empty value without quotes.
            if (error.isEmpty()
                    && !ours.equals(expected)
                    && !ours.replace("=ZgotmplZ", "=").equals(expected)) {
                wrong.add(cases.get(i) + "\n  Go:   " + expected + "\n  ours: " + ours);
            }
        }
        return wrong;
    }

    @Test
    void escapesAsGoEscaped() throws IOException {
        JsonNode expected = TemplateOracleTest.resource("html-expected.json");

        assertEquals(table().size(), expected.size());
        assertEquals("", String.join("\n", differences(expected)));
    }

    @Test
    void escapesAsGoEscapesNow(@TempDir Path directory) throws IOException, InterruptedException {
        JsonNode results = TemplateOracleTest.go(directory, table(), "html");

        if (System.getProperty("oracle.update") != null) {
            Files.writeString(
                    Path.of("src/test/resources/oracle/html-expected.json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n");
        }
        List<String> wrong = differences(results);
        assertEquals("", String.join("\n", wrong), wrong.size() + " differ");
    }

    @Test
    void shippedMailKeepsHostileLabelsFromBeingMarkup() throws IOException {
        TemplateSet shipped;
        try (InputStream in = TemplateSet.class.getResourceAsStream("/templates/default.tmpl")) {
            shipped = TemplateCases.SET.with("default.tmpl", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        NotificationData.Alert alert = new NotificationData.Alert(
                true,
                Map.of("alertname", "<script>alert(1)</script>", "model", "\" onmouseover=\"x"),
                Map.of("summary", "<img src=x onerror=1>"),
                TemplateCases.DATA.alerts().getFirst().startsAt(),
                Optional.empty(),
                "javascript:alert(1)",
                "00");
        NotificationData data = new NotificationData(
                "r", List.of(alert), Map.of(), alert.labels(), alert.annotations(), "http://router:9093", "first");

        String html = shipped.renderHtml("", "{{ template \"email.default.html\" . }}", data);

        assertFalse(html.contains("<script") || html.contains("<img") || html.contains("href=\"javascript"), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        assertTrue(html.contains("href=\"#ZgotmplZ\""), html);
        assertTrue(html.contains("/#/silences/new?filter=%7B"), html);
    }
}
