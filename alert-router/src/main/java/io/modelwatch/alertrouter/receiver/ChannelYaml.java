package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.template.TemplateException;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of a channel while it is read.
 *
 * @param map its keys and values
 * @param directory what relative file names are relative to
 * @param http what is used without {@code http_config}
 * @param templates that texts may use
 * @param index the place among the receiver's integrations of the same kind
 */
public record ChannelYaml(YamlMap map, Path directory, HttpSettings http, TemplateSet templates, int index) {

    /** The same at another place among the receiver's integrations of its kind. */
    public ChannelYaml at(int place) {
        return new ChannelYaml(map, directory, http, templates, place);
    }

    /** What all channels have in common. */
    public ChannelBasics basics(boolean sendResolved) {
        return new ChannelBasics(
                index,
                map.get("send_resolved", Yaml::bool, sendResolved),
                map.get("timeout", Yaml::duration, Duration.ZERO),
                map.get("http_config", each -> HttpReader.read(each, directory), http),
                templates);
    }

    /** A text with templates, looked at already. */
    public String template(String key, String otherwise) {
        return map.get(key, this::template, otherwise);
    }

    /** Texts with templates by key, each with what stands for it when it is not there. */
    public Map<String, String> templates(Map<String, String> keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        keys.forEach((key, otherwise) -> texts.put(key, template(key, otherwise)));
        return texts;
    }

    /** A value that is a text with templates, looked at already. */
    public String checked(Yaml yaml) {
        return template(yaml);
    }

    private String template(Yaml yaml) {
        try {
            templates.check("", yaml.text());
            return yaml.text();
        } catch (TemplateException e) {
            throw yaml.error("bad template: " + e.reason() + " (line " + e.line() + ", column " + e.column() + ")");
        }
    }

    /** Maps, lists and texts with templates in them. */
    public Object tree(Yaml yaml) {
        if (yaml.isMap()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            YamlMap children = yaml.map();
            for (String key : children.keys()) {
                Yaml child = children.get(key);
                tree.put(key, child == null ? "" : tree(child));
            }
            return tree;
        }
        if (yaml.isList()) {
            List<Object> tree = new ArrayList<>();
            yaml.list().forEach(each -> tree.add(tree(each)));
            return tree;
        }
        return template(yaml);
    }

    /** A map of texts with templates in them. */
    public Map<String, String> flat(Yaml yaml) {
        Map<String, String> flat = new LinkedHashMap<>();
        YamlMap children = yaml.map();
        for (String key : children.keys()) {
            Yaml child = children.get(key);
            flat.put(key, child == null ? "" : template(child));
        }
        return flat;
    }

    /** A secret that stands under the key, or in the file that the key with {@code _file} names. */
    public Optional<Secret> secret(String key) {
        return Optional.ofNullable(ReceiverReader.secret(map, key, directory));
    }

    /** The same for a secret that must be there. */
    public Secret requiredSecret(String key) {
        return secret(key)
                .orElseThrow(() -> map.self().error("one of " + key + " or " + key + "_file must be configured"));
    }

    /** A secret that is a URL, looked at already when it stands in the configuration. */
    public Optional<Secret> secretUrl(String key) {
        Optional<Secret> secret = secret(key);
        if (secret.isPresent() && secret.get() instanceof Secret.Inline inline) {
            try {
                ReceiverReader.checked(inline.value());
            } catch (IllegalArgumentException e) {
                throw map.key(key).error(String.valueOf(e.getMessage()));
            }
        }
        return secret;
    }

    /** The same for one that must be there. */
    public Secret requiredSecretUrl(String key) {
        return secretUrl(key)
                .orElseThrow(() -> map.self().error("one of " + key + " or " + key + "_file must be configured"));
    }

    /** A URL that is no secret. */
    public URI url(String key, URI otherwise) {
        return map.get(key, ReceiverReader::url, otherwise);
    }

    public List<String> texts(String key) {
        return map.list(key).stream().map(Yaml::nonEmptyText).toList();
    }
}
