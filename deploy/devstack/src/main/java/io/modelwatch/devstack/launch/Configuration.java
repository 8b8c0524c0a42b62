package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that the services are configured by: the shipped ones, overridden by those of {@code --config}.
 *
 * @param alertmanager alert-router's routes and receivers
 * @param rules alert-router's threshold rules
 * @param prices metrics-collector's price table, where one was given
 */
record Configuration(Path alertmanager, List<Path> rules, Optional<Path> prices) {

    /** The receiver's address in the shipped configuration; stands for wherever the launcher's own sink listens. */
    private static final String SHIPPED_SINK = "http://127.0.0.1:9095/";

    private static final String ALERTMANAGER = "alertmanager.yml";
    private static final String PRICES = "prices.json";

    Configuration {
        rules = List.copyOf(rules);
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
        return new Configuration(
                target.resolve(ALERTMANAGER),
                files.keySet().stream()
                        .filter(Configuration::isRules)
                        .map(target::resolve)
                        .toList(),
                Optional.of(target.resolve(PRICES)).filter(Files::exists));
    }

    private static boolean isRules(String name) {
        return name.endsWith("rules.yml") || name.endsWith("rules.yaml");
    }

    private static TreeMap<String, Path> filesOf(Path folder) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals(ALERTMANAGER) && !name.equals(PRICES) && !isRules(name)) {
                    throw new StartException(
                            entry + " is not read by anything; there may be " + ALERTMANAGER
                                    + ", rule files ending in rules.yml, and " + PRICES,
                            null);
                }
                files.put(name, entry);
            }
        }
        return files;
    }
}
