package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.template.NotificationData;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateFilesTest {

    private static final NotificationData DATA = new NotificationData(
            "team",
            List.of(alert(true, "api", "http://p/1"), alert(false, "db", "")),
            Map.of("cluster", "c1"),
            Map.of("cluster", "c1", "alertname", "HighLatency", "zone", "z2"),
            Map.of("summary", "slow"),
            "http://router:9093",
            "first notification");

    @TempDir
    private Path directory;

    private static NotificationData.Alert alert(boolean firing, String job, String generator) {
        return new NotificationData.Alert(
                firing,
                Map.of("alertname", "HighLatency", "cluster", "c1", "zone", "z2", "job", job),
                Map.of("summary", "slow"),
                OffsetDateTime.parse("2026-11-24T01:02:03Z"),
                firing ? Optional.empty() : Optional.of(OffsetDateTime.parse("2026-11-24T02:00:00Z")),
                generator,
                "00");
    }

    private RouterConfig read(String templates) {
        return ConfigReader.read(
                "route: {receiver: a}\nreceivers: [{name: a}]\ntemplates: " + templates + "\n", directory);
    }

    private static String render(TemplateSet templates, String name) {
        return templates.render("", "{{ template \"" + name + "\" . }}", DATA);
    }

    @Test
    void shippedTextsHaveAlertmanagersForms() {
        TemplateSet templates = read("[]").templates();

        assertEquals("[FIRING:1] c1 (HighLatency z2)", render(templates, "__subject"));
        assertEquals("http://router:9093/#/alerts?receiver=team", render(templates, "__alertmanagerURL"));
        assertEquals("danger", render(templates, "slack.default.color"));
        String list = templates.render("", "{{ template \"__text_alert_list\" .Alerts.Firing }}", DATA);
        assertEquals("""
                Labels:
                 - alertname = HighLatency
                 - cluster = c1
                 - job = api
                 - zone = z2
                Annotations:
                 - summary = slow
                Source: http://p/1
                """, list);
    }

    @Test
    void everyShippedTemplateRenders() {
        TemplateSet templates = read("[]").templates();

        for (String name : templates.names()) {
            if (name.startsWith("__text_alert_list") || name.endsWith(".instances")) {
                templates.render("", "{{ template \"" + name + "\" .Alerts }}", DATA);
            } else {
                render(templates, name);
            }
        }

        assertTrue(templates.names().size() > 40, templates.names().toString());
    }

    @Test
    void filesOfAGlobReplaceShippedTextsInTheOrderOfTheirNames() throws IOException {
        Files.createDirectories(directory.resolve("t"));
        Files.writeString(directory.resolve("t/b.tmpl"), "{{ define \"__subject\" }}b{{ end }}");
        Files.writeString(
                directory.resolve("t/a.tmpl"), "{{ define \"__subject\" }}a{{ end }}{{ define \"own\" }}own{{ end }}");
        Files.writeString(directory.resolve("t/a.txt"), "{{ broken");

        TemplateSet templates = read("['t/*.tmpl', 'nothing/*']").templates();

        assertEquals("b", render(templates, "slack.default.title"));
        assertEquals("own", render(templates, "own"));
    }

    @Test
    void badTemplateRefusesTheConfigurationWithFileLineAndReason() throws IOException {
        Path file = directory.resolve("team.tmpl");
        Files.writeString(file, "{{ define \"x\" }}\n  {{ .Status | shout }}\n{{ end }}");

        ConfigException refusal = assertThrows(ConfigException.class, () -> read("[team.tmpl]"));

        assertTrue(
                refusal.reason()
                        .contains("bad template in " + file + ", line 2, column 15: function \"shout\" not defined"),
                refusal.reason());
    }
}
