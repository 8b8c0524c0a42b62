package io.modelwatch.devstack.launch;

import java.nio.file.Path;

/**
 * Where things lie.
 *
 * @param root the repository
 * @param local what the launcher writes: data, logs, rendered configuration, state
 */
record Folders(Path root, Path local) {

    /** From the system properties that {@code deploy/up} and {@code deploy/down} set. */
    static Folders fromSystemProperties() {
        String root = System.getProperty("modelwatch.root");
        if (root == null) {
            throw new IllegalStateException("the system property modelwatch.root is missing; start by deploy/up");
        }
        Path folder = Path.of(root).toAbsolutePath().normalize();
        String local = System.getProperty("modelwatch.local", "");
        return new Folders(
                folder,
                local.isEmpty()
                        ? folder.resolve("deploy").resolve(".local")
                        : Path.of(local).toAbsolutePath().normalize());
    }

    /** What {@code deploy/down --wipe} deletes. */
    Path data() {
        return local.resolve("data");
    }

    Path logs() {
        return local.resolve("logs");
    }

    Path log(Service service) {
        return logs().resolve(service.id() + ".log");
    }

    /** What a detached launcher and its demo print. */
    Path launcherLog() {
        return logs().resolve("launcher.log");
    }

    /** The configuration that the services are started with. */
    Path configuration() {
        return local.resolve("configuration");
    }

    Path shippedConfiguration() {
        return root.resolve("deploy").resolve("alerting");
    }

    Path jar(Service service) {
        return root.resolve(service.id())
                .resolve("target")
                .resolve("quarkus-app")
                .resolve("quarkus-run.jar");
    }

    Path elasticsearchHome() {
        return root.resolve("deploy/devstack/target/elasticsearch")
                .resolve("elasticsearch-" + System.getProperty("modelwatch.elasticsearch.version", "9.5.3"));
    }
}
