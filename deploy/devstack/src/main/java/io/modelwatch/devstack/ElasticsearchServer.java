package io.modelwatch.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An Elasticsearch node of the distribution that the Maven repository has, on loopback, without security. As root it
 * runs as {@code nobody}, since the server refuses to be root. Thread-safe.
 */
public final class ElasticsearchServer implements AutoCloseable {

    private static final Duration START_WAIT = Duration.ofMinutes(3);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int STATUS_OK = 200;
    private static final List<String> SHIPPED_CONFIGURATION =
            List.of("jvm.options", "log4j2.properties", "roles.yml", "role_mapping.yml", "users", "users_roles");

    private final Process process;
    private final int port;

    private ElasticsearchServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a node.
     *
     * @param home the unpacked distribution; gets our small plugin on the first start and is only read after that
     * @param directory holds its data, which stays, its logs and its configuration; made where missing
     * @param port where it listens for HTTP
     * @param heapMegabytes its Java heap
     * @param guard stops it when this process dies
     * @throws StartException when it does not come up, with the end of its log
     */
    public static ElasticsearchServer start(Path home, Path directory, int port, int heapMegabytes, Guard guard) {
        Path log = directory.resolve("console.log");
        try {
            Unprivileged user = Unprivileged.detect();
            Path jdk = Path.of(System.getProperty("java.home"));
            Path reachable = user.reachable(home, "elasticsearch");
            Plugin.install(reachable, jdk);
            Path work = user.ownedFolder(directory, "elasticsearch");
            configure(reachable, work, port, heapMegabytes);
            user.own(work);
            Process process = launch(reachable, work, jdk, user, log);
            guard.watch(process.toHandle());
            awaitStart(process, port, log);
            return new ElasticsearchServer(process, port);
        } catch (IOException e) {
            throw StartException.withLog("Elasticsearch did not start: " + e.getMessage(), log, e);
        }
    }

    private static void configure(Path home, Path work, int port, int heapMegabytes) throws IOException {
        Path config = work.resolve("config");
        Files.createDirectories(config.resolve("jvm.options.d"));
        for (String folder : List.of("data", "logs", "tmp")) {
            Files.createDirectories(work.resolve(folder));
        }
        for (String file : SHIPPED_CONFIGURATION) {
            Files.copy(home.resolve("config").resolve(file), config.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        // The cheapest JVM that does the work: serial collector, only the fast compiler, memory taken when needed.
        Path options = config.resolve("jvm.options");
        Files.writeString(
                options,
                Files.readString(options)
                        .replaceAll("(?m)^-XX:\\+UseG1GC", "-XX:+UseSerialGC")
                        .replaceAll("(?m)^-Xlog:gc.*", ""));
        Files.writeString(
                config.resolve("jvm.options.d").resolve("devstack.options"),
                "-Xms%1$dm%n-Xmx%1$dm%n-XX:-AlwaysPreTouch%n-XX:TieredStopAtLevel=1%n".formatted(heapMegabytes));
        Map<String, String> settings = new TreeMap<>(Map.of(
                "cluster.name", "modelwatch-devstack",
                "node.name", "devstack",
                "discovery.type", "single-node",
                "http.host", "127.0.0.1",
                "http.port", Integer.toString(port),
                "transport.host", "127.0.0.1",
                "transport.port", Integer.toString(Ports.free()),
                "cluster.routing.allocation.disk.threshold_enabled", "false",
                "xpack.security.enabled", "false",
                "xpack.security.enrollment.enabled", "false"));
        settings.put("path.data", work.resolve("data").toString());
        settings.put("path.logs", work.resolve("logs").toString());
        Files.writeString(
                config.resolve("elasticsearch.yml"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private static Process launch(Path home, Path work, Path jdk, Unprivileged user, Path log) throws IOException {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(
                List.of("bash", home.resolve("bin").resolve("elasticsearch").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JAVA_HOME", "ES_JAVA_OPTS"));
        builder.environment()
                .putAll(Map.of(
                        "ES_JAVA_HOME", jdk.toString(),
                        "ES_PATH_CONF", work.resolve("config").toString(),
                        "ES_TMPDIR", work.resolve("tmp").toString(),
                        "HOME", work.toString()));
        return builder.start();
    }

    private static void awaitStart(Process process, int port, Path log) {
        long end = System.nanoTime() + START_WAIT.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            HttpRequest health = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + port + "/_cluster/health?wait_for_status=yellow&timeout=1s"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (!answers(client, health)) {
                if (!process.isAlive()) {
                    throw StartException.withLog(
                            "Elasticsearch ended with exit code " + process.exitValue() + " while starting", log, null);
                }
                if (System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw StartException.withLog(
                            "Elasticsearch did not answer within " + START_WAIT.toSeconds() + " s", log, null);
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while Elasticsearch was starting", e);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest health) throws InterruptedException {
        try {
            return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == STATUS_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Shuts the node down and waits for it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Our plugin in the server, built from source by the server's own JDK, since it must fit the server exactly. */
    private static final class Plugin {

        private static final String CLASS = "ModelwatchDevstackPlugin";

        static void install(Path home, Path jdk) throws IOException {
            Path installed = home.resolve("plugins").resolve("modelwatch-devstack");
            if (Files.exists(installed)) {
                return;
            }
            Path build = Files.createTempDirectory("modelwatch-plugin-");
            Path source = build.resolve(CLASS + ".java");
            copy(CLASS + ".java.txt", source);
            Path classes = build.resolve("classes");
            Commands.run(
                    jdk.resolve("bin").resolve("javac").toString(),
                    "--release",
                    "21",
                    "-nowarn",
                    "-cp",
                    home.resolve("lib") + "/*",
                    "-d",
                    classes.toString(),
                    source.toString());
            Path folder = build.resolve("modelwatch-devstack");
            Files.createDirectories(folder);
            Commands.run(
                    jdk.resolve("bin").resolve("jar").toString(),
                    "cf",
                    folder.resolve("modelwatch-devstack.jar").toString(),
                    "-C",
                    classes.toString(),
                    ".");
            String version = home.toRealPath().getFileName().toString().replace("elasticsearch-", "");
            Files.writeString(folder.resolve("plugin-descriptor.properties"), """
                    name=modelwatch-devstack
                    description=What the test distribution lacks and the services ask for
                    version=1
                    classname=%s
                    java.version=21
                    elasticsearch.version=%s
                    """.formatted(CLASS, version));
            Commands.run("chmod", "-R", "a+rX", build.toString());
            Files.createDirectories(installed.getParent());
            // Appears whole or not at all: copied beside its place, then renamed.
            Path staged = installed.resolveSibling("." + ProcessHandle.current().pid());
            Commands.run("cp", "-r", folder.toString(), staged.toString());
            Files.move(staged, installed, StandardCopyOption.ATOMIC_MOVE);
            Commands.run("rm", "-rf", build.toString());
        }

        private static void copy(String resource, Path target) throws IOException {
            try (InputStream in = ElasticsearchServer.class.getResourceAsStream("elasticsearch-plugin/" + resource)) {
                if (in == null) {
                    throw new IOException("the resource elasticsearch-plugin/" + resource + " is missing");
                }
                Files.copy(in, target);
            }
        }
    }
}
