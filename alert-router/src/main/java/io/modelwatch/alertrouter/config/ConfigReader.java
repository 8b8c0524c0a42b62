package io.modelwatch.alertrouter.config;

import io.modelwatch.alertrouter.inhibit.InhibitRule;
import io.modelwatch.alertrouter.interval.TimeInterval;
import io.modelwatch.alertrouter.interval.TimeIntervalReader;
import io.modelwatch.alertrouter.interval.TimeIntervals;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.ChannelGlobals;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.HttpReader;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.route.RouteReader;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads alertmanager.yml as strictly as Alertmanager does: whatever is unknown or wrong refuses the whole file. */
public final class ConfigReader {

    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    /** As many bits as a metric can show exactly. */
    private static final long HASH_MASK = (1L << 48) - 1;

    private ConfigReader() {}

    /**
     * Reads a configuration.
     *
     * @param directory what file names in it are relative to
     * @throws ConfigException with the line and the reason when it cannot be used
     */
    public static RouterConfig read(String text, Path directory) {
        Yaml yaml = Yaml.parse(text, System.getenv());
        YamlMap map = yaml.map();
        for (String key : List.of("tracing", "event_recorder")) {
            if (map.has(key)) {
                throw map.key(key).error(key + " is not supported yet");
            }
        }
        Global global = map.get(
                "global",
                each -> global(each, directory),
                new Global(RESOLVE_TIMEOUT, HttpSettings.DEFAULT, ChannelGlobals.NONE));
        TimeIntervals intervals = intervals(map);
        TemplateSet templates = TemplateFiles.read(map.list("templates"), directory);
        Map<String, Receiver> receivers =
                receivers(map, new ReceiverReader(directory, global.http(), templates, global.channels()));
        Yaml route = map.get("route");
        if (route == null) {
            throw yaml.error("no route provided in config");
        }
        Route root = new RouteReader(receivers.keySet(), intervals.byName().keySet()).read(route);
        List<InhibitRule> inhibitRules =
                map.list("inhibit_rules").stream().map(InhibitRule::read).toList();
        List<String> templateFiles =
                map.list("templates").stream().map(Yaml::nonEmptyText).toList();
        map.noOthers();
        return new RouterConfig(
                global.resolveTimeout(),
                root,
                receivers,
                inhibitRules,
                intervals,
                EffectiveConfig.write(global.resolveTimeout(), global.http(), yaml, receivers, templateFiles),
                templates,
                LabelSet.of("config", text).fingerprint().bits() & HASH_MASK);
    }

    private static Global global(Yaml yaml, Path directory) {
        YamlMap map = yaml.map();
        Global global = new Global(
                map.get("resolve_timeout", Yaml::positiveDuration, RESOLVE_TIMEOUT),
                map.get("http_config", each -> HttpReader.read(each, directory), HttpSettings.DEFAULT),
                channels(map, directory));
        map.noOthers();
        return global;
    }

    private static ChannelGlobals channels(YamlMap map, Path directory) {
        ChannelYaml yaml = new ChannelYaml(
                map, directory, HttpSettings.DEFAULT, TemplateSet.empty(java.time.InstantSource.system()), 0);
        return ChannelGlobals.read(yaml);
    }

    /**
     * A configuration with the channels that Alertmanager does not have, which stand in a file of their own, so that
     * Alertmanager's tools can read the other one.
     *
     * @param directory what file names in it are relative to
     * @throws ConfigException with the line and the reason when it cannot be used
     */
    public static RouterConfig withChannels(RouterConfig config, String text, Path directory) {
        YamlMap map = Yaml.parse(text, System.getenv()).map();
        ReceiverReader reader =
                new ReceiverReader(directory, HttpSettings.DEFAULT, config.templates(), ChannelGlobals.NONE);
        Map<String, Receiver> receivers = new LinkedHashMap<>(config.receivers());
        Set<String> named = new HashSet<>();
        for (Yaml each : map.list("receivers")) {
            YamlMap one = each.map();
            Yaml name = one.require("name");
            Receiver known = config.receivers().get(name.nonEmptyText());
            if (known == null) {
                throw name.error("the receiver \"" + name.text() + "\" is not in alertmanager.yml; add it there,"
                        + " without any integration if need be");
            }
            if (!named.add(known.name())) {
                throw name.error("the receiver \"" + known.name() + "\" is there twice");
            }
            receivers.put(known.name(), known.with(reader.readExtensions(one)));
        }
        map.noOthers();
        return config.with(
                receivers,
                config.hash() ^ (LabelSet.of("channels", text).fingerprint().bits() & HASH_MASK));
    }

    private static TimeIntervals intervals(YamlMap map) {
        Map<String, List<TimeInterval>> byName = new LinkedHashMap<>();
        for (String key : List.of("mute_time_intervals", "time_intervals")) {
            for (Yaml each : map.list(key)) {
                YamlMap named = each.map();
                String name = named.require("name").nonEmptyText();
                List<TimeInterval> list = named.list("time_intervals").stream()
                        .map(TimeIntervalReader::read)
                        .toList();
                named.noOthers();
                if (byName.put(name, list) != null) {
                    throw each.error("time interval \"" + name + "\" is not unique");
                }
            }
        }
        return new TimeIntervals(byName);
    }

    private static Map<String, Receiver> receivers(YamlMap map, ReceiverReader reader) {
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        for (Yaml each : map.list("receivers")) {
            Receiver receiver = reader.read(each);
            if (receivers.put(receiver.name(), receiver) != null) {
                throw each.error("notification config name \"" + receiver.name() + "\" is not unique");
            }
        }
        return receivers;
    }

    private record Global(Duration resolveTimeout, HttpSettings http, ChannelGlobals channels) {}
}
