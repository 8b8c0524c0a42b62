package io.modelwatch.alertrouter.config;

import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.HttpShown;
import io.modelwatch.alertrouter.receiver.Integration;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.receiver.email.Email;
import io.modelwatch.alertrouter.time.Durations;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a configuration out again as the status shows it: valid for amtool, global defaults filled in, and without
 * secrets.
 */
final class EffectiveConfig {

    private EffectiveConfig() {}

    static String write(
            Duration resolveTimeout,
            HttpSettings http,
            Yaml source,
            Map<String, Receiver> receivers,
            List<String> templates) {
        YamlMap map = source.map();
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, Object> global = new LinkedHashMap<>();
        global.put("resolve_timeout", Durations.format(resolveTimeout));
        global.put("http_config", HttpShown.http(http));
        document.put("global", global);
        document.put("route", copy(map.require("route")));
        for (String key : List.of("inhibit_rules", "mute_time_intervals", "time_intervals")) {
            if (!map.list(key).isEmpty()) {
                document.put(key, copy(map.require(key)));
            }
        }
        document.put(
                "receivers",
                receivers.values().stream().map(EffectiveConfig::receiver).toList());
        document.put("templates", templates);
        return Yaml.write(document);
    }

    /** What has been read and accepted already, as it stands. */
    private static Object copy(Yaml yaml) {
        if (yaml.isMap()) {
            YamlMap map = yaml.map();
            Map<String, Object> copy = new LinkedHashMap<>();
            for (String key : map.keys()) {
                Yaml value = map.get(key);
                if (value != null) {
                    copy.put(key, copy(value));
                }
            }
            return copy;
        }
        if (yaml.isList()) {
            List<Object> copy = new ArrayList<>();
            yaml.list().forEach(each -> copy.add(copy(each)));
            return copy;
        }
        return yaml.isBool() ? yaml.bool() : yaml.text();
    }

    private static Map<String, Object> receiver(Receiver receiver) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", receiver.name());
        Map<String, List<Object>> byKind = new LinkedHashMap<>();
        for (Integration integration : receiver.integrations()) {
            switch (integration) {
                case Channel channel ->
                    channel.effective().ifPresent(shown -> {
                        if (!(channel instanceof Email)) {
                            shown.put("http_config", HttpShown.http(channel.http()));
                        }
                        kind(byKind, channel).add(shown);
                    });
            }
        }
        byKind.forEach((kind, shown) -> map.put(kind + "_configs", shown));
        return map;
    }

    private static List<Object> kind(Map<String, List<Object>> byKind, Integration integration) {
        return byKind.computeIfAbsent(integration.kind(), kind -> new ArrayList<>());
    }
}
