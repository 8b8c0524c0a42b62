package io.modelwatch.alertrouter.receiver.jira;

import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.jira.JiraIssue.Part;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code jira_configs}. */
public final class JiraReader {

    private JiraReader() {}

    /**
     * One element.
     *
     * @param global URL for those that say none
     */
    public static Jira read(ChannelYaml yaml, Optional<URI> global) {
        YamlMap map = yaml.map();
        Yaml own = map.get("api_url");
        URI url = own == null
                ? global.orElseThrow(() -> map.self().error("no global Jira Cloud URL set, and none here"))
                : yaml.url("api_url", URI.create("http://unused"));
        String base = url.toString().replaceAll("/+$", "");
        map.require("project").nonEmptyText();
        map.require("issue_type").nonEmptyText();
        JiraIssue issue = new JiraIssue(
                yaml.template("project", ""),
                yaml.template("issue_type", ""),
                part(yaml, "summary"),
                part(yaml, "description"),
                map.list("labels").stream().map(yaml::checked).toList(),
                yaml.template("priority", "{{ template \"jira.default.priority\" . }}"),
                fields(yaml));
        Jira.Transitions transitions = new Jira.Transitions(
                map.get("resolve_transition", Yaml::text, ""),
                map.get("reopen_transition", Yaml::text, ""),
                map.get("wont_fix_resolution", Yaml::text, ""),
                map.get("reopen_duration", Yaml::duration, Duration.ZERO));
        boolean cloud = map.get("api_type", Yaml::text, "auto").equals("cloud");
        switch (map.get("api_type", Yaml::text, "auto")) {
            case "auto" -> cloud = url.getHost().endsWith("atlassian.net");
            case "cloud", "datacenter" -> {
                // As it says.
            }
            default -> throw map.require("api_type").error("must be auto, cloud or datacenter");
        }
        Jira read = new Jira(yaml.basics(true), base, cloud, issue, transitions);
        map.noOthers();
        return read;
    }

    private static Part part(ChannelYaml yaml, String key) {
        String otherwise = "{{ template \"jira.default." + key + "\" . }}";
        Yaml value = yaml.map().get(key);
        if (value == null || !value.isMap()) {
            return new Part(yaml.template(key, otherwise), true);
        }
        YamlMap map = value.map();
        Part part = new Part(map.get("template", yaml::checked, otherwise), map.get("enable_update", Yaml::bool, true));
        map.noOthers();
        return part;
    }

    private static Map<String, Object> fields(ChannelYaml yaml) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String key : List.of("fields", "custom_fields")) {
            Yaml value = yaml.map().get(key);
            if (value != null) {
                YamlMap map = value.map();
                for (String name : map.keys()) {
                    fields.put(name, yaml.tree(map.require(name)));
                }
            }
        }
        return fields;
    }
}
