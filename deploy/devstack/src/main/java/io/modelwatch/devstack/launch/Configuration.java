package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that the services are configured by: the shipped ones, overridden by those of {@code --config}.
 *
 * @param alertmanager alert-router's routes and receivers
 * @param rules alert-router's threshold rules
 * @param prices metrics-collector's price table, where one was given
 * @param properties further settings of a service, such as metrics-collector's scrape targets, where any were given
 */
record Configuration(Path alertmanager, List<Path> rules, Optional<Path> prices, Map<Service, Path> properties) {

    /** The receiver's address in the shipped configuration; stands for wherever the launcher's own sink listens. */
    private static final String SHIPPED_SINK = "http://127.0.0.1:9095/";

    /** Puts a file between a service's own application.properties (250) and the environment (300). */
    private static final String OVER_APPLICATION_PROPERTIES = "\nconfig_ordinal=275\n";

    /** The switch that every service has; off is allowed on loopback. */
    static final String SECURITY = "modelwatch.security";

    private static final String ALERTMANAGER = "alertmanager.yml";
    private static final String PRICES = "prices.json";

    Configuration {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
    }

    /**
     * Copies what applies to the launcher's folder.
     *
     * @param overrides the folder given with {@code --config}
     * @param sink where the launcher's webhook sink listens
     * @throws StartException when the folder has a file that nothing reads
     */
    static Configuration render(Folders folders, @Nullable Path overrides, URI sink) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>(filesOf(folders.shippedConfiguration()));
        if (overrides != null) {
            if (!Files.isDirectory(overrides)) {
                throw new StartException("--config " + overrides + " is no folder", null);
            }
            TreeMap<String, Path> own = filesOf(overrides);
            if (own.keySet().stream().anyMatch(Configuration::isRules)) {
                files.keySet().removeIf(Configuration::isRules);
            }
            files.putAll(own);
        }
        Path target = folders.configuration();
        Files.createDirectories(target);
        for (Path old : filesOf(target).values()) {
            Files.delete(old);
        }
        for (var file : files.entrySet()) {
            Files.writeString(
                    target.resolve(file.getKey()),
                    Files.readString(file.getValue()).replace(SHIPPED_SINK, sink.toString()));
        }
        for (Service service : Service.values()) {
            Path further = target.resolve(properties(service));
            if (Files.exists(further)) {
                Files.writeString(further, OVER_APPLICATION_PROPERTIES, StandardOpenOption.APPEND);
            }
        }
        return new Configuration(
                target.resolve(ALERTMANAGER),
                files.keySet().stream()
                        .filter(Configuration::isRules)
                        .map(target::resolve)
                        .toList(),
                Optional.of(target.resolve(PRICES)).filter(Files::exists),
                Arrays.stream(Service.values())
                        .filter(service -> files.containsKey(properties(service)))
                        .collect(
                                Collectors.toMap(Function.identity(), service -> target.resolve(properties(service)))));
    }

    /** Whether the further settings of a service decide about its security. */
    boolean decidesSecurity(Service service) throws IOException {
        Path further = properties.get(service);
        if (further == null) {
            return false;
        }
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(further)) {
            settings.load(reader);
        }
        return settings.containsKey(SECURITY);
    }

    private static String properties(Service service) {
        return service.id() + ".properties";
    }

    private static boolean isKnown(String name) {
        return name.equals(ALERTMANAGER)
                || name.equals(PRICES)
                || isRules(name)
                || Arrays.stream(Service.values())
                        .anyMatch(service -> properties(service).equals(name));
    }

    private static boolean isRules(String name) {
        return name.endsWith("rules.yml") || name.endsWith("rules.yaml");
    }

    private static TreeMap<String, Path> filesOf(Path folder) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                String name = entry.getFileName().toString();
                if (!isKnown(name)) {
                    throw new StartException(
                            entry + " is not read by anything; there may be " + ALERTMANAGER
                                    + ", rule files ending in rules.yml, " + PRICES
                                    + ", and SERVICE.properties for each service",
                            null);
                }
                files.put(name, entry);
            }
        }
        return files;
    }
}
