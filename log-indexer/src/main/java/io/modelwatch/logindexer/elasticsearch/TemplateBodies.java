package io.modelwatch.logindexer.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lifecycle policy, component templates and index template, adapted to a server step by step: what it does not know
 * it names in its refusal, and that is then replaced by something plainer. Not thread-safe.
 */
final class TemplateBodies {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern UNKNOWN_TYPE = Pattern.compile("(?:No handler for type|mapper type) \\[([a-z_]+)]");
    private static final Pattern UNKNOWN_SETTING = Pattern.compile("unknown setting \\[index\\.([a-z_.]+)]");
    private static final Map<String, String> PLAINER = Map.of(
            "match_only_text", "{\"type\":\"text\"}",
            "constant_keyword", "{\"type\":\"keyword\",\"ignore_above\":256}",
            "wildcard", "{\"type\":\"keyword\",\"ignore_above\":8191}",
            "flattened", "{\"type\":\"object\",\"enabled\":false}");

    private final String retention;
    private final ObjectNode policy;
    private final ObjectNode settings;
    private final ObjectNode mappings;
    private final ObjectNode template;
    private final Set<String> adaptations = new TreeSet<>();

    TemplateBodies(String retention, String refreshInterval) {
        this.retention = retention;
        Map<String, String> values = Map.of("retention", retention, "refresh_interval", refreshInterval);
        this.policy = load("policy", values);
        this.settings = load("settings", values);
        this.mappings = load("mappings", values);
        this.template = load("template", values);
    }

    private static ObjectNode load(String name, Map<String, String> values) {
        try (InputStream in = TemplateBodies.class.getResourceAsStream("/elasticsearch/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String policy() {
        return policy.toString();
    }

    String settings() {
        return settings.toString();
    }

    String mappings() {
        return mappings.toString();
    }

    String template() {
        return template.toString();
    }

    /** What was replaced so far, for the log. */
    Set<String> adaptations() {
        return adaptations;
    }

    /** Does without lifecycle policies; the data stream's own retention takes their place. */
    void withoutPolicies() {
        index().remove("lifecycle.name");
        ((ObjectNode) template.path("template")).putObject("lifecycle").put("data_retention", retention);
        adaptations.add("no lifecycle policies");
    }

    /** Replaces what a refusal says is not known; false when there is nothing to replace. */
    boolean adaptTo(String refusal) {
        Matcher type = UNKNOWN_TYPE.matcher(refusal);
        if (type.find() && PLAINER.containsKey(type.group(1))) {
            adaptations.add("no field type " + type.group(1));
            return replaceType(mappings, type.group(1));
        }
        Matcher setting = UNKNOWN_SETTING.matcher(refusal);
        if (setting.find() && index().has(setting.group(1))) {
            index().remove(setting.group(1));
            adaptations.add("no setting index." + setting.group(1));
            return true;
        }
        if (refusal.contains("missing required parameter [value]")) {
            adaptations.add("no constant_keyword without a value");
            return replaceType(mappings, "constant_keyword");
        }
        if (refusal.contains("unknown field [lifecycle]")) {
            adaptations.add("no lifecycle of data streams");
            return ((ObjectNode) template.path("template")).remove("lifecycle") != null;
        }
        return false;
    }

    private ObjectNode index() {
        return (ObjectNode) settings.path("template").path("settings").path("index");
    }

    private static boolean replaceType(ObjectNode node, String type) {
        boolean replaced = false;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!(member.getValue() instanceof ObjectNode child)) {
                continue;
            }
            if (child.path("type").asText().equals(type)) {
                try {
                    member.setValue(JSON.readTree(PLAINER.get(type)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                replaced = true;
            } else {
                replaced |= replaceType(child, type);
            }
        }
        return replaced;
    }
}
