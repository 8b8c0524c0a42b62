package io.modelwatch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.Guard;
import io.modelwatch.devstack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The four services as processes with security on, made secure with the scripts that operators use, beside a stack whose
 * stores they share. log-indexer speaks TLS and takes clients with a certificate only.
 */
final class SecuredServices implements AutoCloseable {

    static final List<String> NAMES = List.of("metrics-collector", "quality-evaluator", "alert-router", "log-indexer");
    static final List<String> ROLES = List.of("ingest", "viewer", "operator", "admin");
    static final String PASSWORD = "correct horse battery";

    private static final Duration START = Duration.ofMinutes(3);
    private static final Path SCRIPTS = RunningStack.ROOT.resolve("deploy/bin");

    private final Path folder;
    private final Guard guard;
    private final Map<String, URI> urls = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final HttpClient client;

    private SecuredServices(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        this.guard = Guard.start();
        makeCredentials();
        this.client = client(true);
    }

    static SecuredServices start(RunningStack stack, Path folder) {
        try {
            SecuredServices services = new SecuredServices(folder);
            try {
                services.startAll(stack);
                return services;
            } catch (IOException | SQLException | RuntimeException e) {
                services.close();
                throw new IllegalStateException(e);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeCredentials() {
        script("token", "", "key", folder.resolve("keys").toString());
        for (String role : ROLES) {
            tokens.put(role, token(role + "-token", role));
            script(
                    "user",
                    PASSWORD + "\n",
                    role,
                    role,
                    "--file",
                    folder.resolve("users").toString());
        }
        String tls = folder.resolve("tls").toString();
        script("certificates", "", "authority", tls);
        script("certificates", "", "issue", tls, "log-indexer");
        script("certificates", "", "issue", tls, "metrics-collector");
        try {
            Files.writeString(folder.resolve("collector.token"), token("metrics-collector", "ingest"));
            Files.writeString(folder.resolve("evaluator.basic"), "ingest:" + PASSWORD + "\n");
            Files.writeString(folder.resolve("router.token"), token("alert-router", "viewer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token(String name, String roles) {
        return script(
                "token",
                "",
                "make",
                "--key",
                folder.resolve("keys/token-key.pem").toString(),
                "--name",
                name,
                "--roles",
                roles);
    }

    private static String script(String script, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return run(command, input);
    }

    private static String run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.outputWriter()) {
                in.write(input);
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), command + "\n" + output);
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void startAll(RunningStack stack) throws IOException, SQLException {
        for (String name : NAMES) {
            urls.put(
                    name, URI.create((name.equals("log-indexer") ? "https" : "http") + "://localhost:" + Ports.free()));
        }
        for (String name : NAMES) {
            Map<String, String> settings = common(name);
            if (!name.equals("log-indexer")) {
                settings.putAll(database(stack, "secured_" + name.replace('-', '_')));
            }
            switch (name) {
                case "metrics-collector" -> {
                    settings.put("quarkus.rest-client.log-indexer.url", url("log-indexer") + "");
                    settings.put("quarkus.rest-client.log-indexer.tls-configuration-name", "client");
                    settings.putAll(pem("client", "metrics-collector"));
                    settings.put("quarkus.rest-client.quality-evaluator.url", url("quality-evaluator") + "");
                    settings.put(
                            "modelwatch.security.client.log-indexer.token-file",
                            folder.resolve("collector.token") + "");
                    settings.put(
                            "modelwatch.security.client.quality-evaluator.token-file",
                            folder.resolve("collector.token") + "");
                }
                case "quality-evaluator" -> {
                    settings.put("quarkus.rest-client.metrics-collector.url", url("metrics-collector") + "");
                    settings.put("quality-evaluator.publish.interval", "1s");
                    settings.put(
                            "modelwatch.security.client.metrics-collector.basic-file",
                            folder.resolve("evaluator.basic") + "");
                }
                case "alert-router" -> {
                    settings.put("quarkus.rest-client.metrics-collector.url", url("metrics-collector") + "");
                    settings.put(
                            "modelwatch.security.client.metrics-collector.token-file",
                            folder.resolve("router.token") + "");
                }
                default -> {
                    settings.put(
                            "quarkus.elasticsearch.hosts", stack.elasticsearch().getAuthority());
                    settings.put("log-indexer.spool.directory", folder.resolve("spool") + "");
                    settings.put("log-indexer.data-stream.namespace", "secured");
                    settings.putAll(pem("server", "log-indexer"));
                    settings.put("quarkus.http.tls-configuration-name", "server");
                    settings.put("quarkus.http.insecure-requests", "disabled");
                    settings.put("quarkus.http.ssl-port", url(name).getPort() + "");
                    settings.put("modelwatch.security.client-certificate", "required");
                }
            }
            processes.put(name, launch(name, settings));
        }
        NAMES.forEach(this::awaitReady);
    }

    private Map<String, String> common(String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.host", "0.0.0.0");
        settings.put("quarkus.http.port", url(name).getPort() + "");
        settings.put("modelwatch.security.users-file", folder.resolve("users") + "");
        settings.put("mp.jwt.verify.publickey.location", folder.resolve("keys/token-key.pub.pem") + "");
        settings.put("quarkus.log.handler.file.audit.enabled", "true");
        settings.put("quarkus.log.handler.file.audit.path", audit(name) + "");
        settings.put("quarkus.log.handler.file.audit.format", "%s%n");
        settings.put("quarkus.log.category.\"modelwatch.audit\".handlers", "audit");
        settings.put("quarkus.log.category.\"modelwatch.audit\".use-parent-handlers", "false");
        return settings;
    }

    private Map<String, String> pem(String configuration, String name) {
        String prefix = "quarkus.tls." + configuration;
        return Map.of(
                prefix + ".key-store.pem.0.cert",
                        folder.resolve("tls/" + name + ".crt").toString(),
                prefix + ".key-store.pem.0.key",
                        folder.resolve("tls/" + name + ".key").toString(),
                prefix + ".trust-store.pem.certs", folder.resolve("tls/ca.crt").toString());
    }

    private static Map<String, String> database(RunningStack stack, String name) throws SQLException {
        String jdbc = stack.jdbc("postgres");
        try (var connection = DriverManager.getConnection(jdbc, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
            statement.execute("CREATE DATABASE " + name);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", stack.jdbc(name),
                "quarkus.datasource.reactive.url", stack.jdbc(name).substring("jdbc:".length()));
    }

    private Process launch(String name, Map<String, String> settings) throws IOException {
        Path file = folder.resolve(name + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("config_ordinal", "275");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        Process process = java(name, Map.of("quarkus.config.locations", file.toString()), log(name));
        guard.watch(process.toHandle());
        return process;
    }

    /** Starts a service with some system properties. */
    static Process java(String name, Map<String, String> properties, Path log) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java") + "", "-Xmx384m"));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", new PackagedService(name).jar().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void awaitReady(String name) {
        long end = System.nanoTime() + START.toNanos();
        while (!ready(name)) {
            if (!processes.get(name).isAlive() || System.nanoTime() > end) {
                try {
                    throw new IllegalStateException(name + " does not start:\n" + Files.readString(log(name)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean ready(String name) {
        try {
            return send(name, "GET", "/q/health/ready", null).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    Path audit(String name) {
        return folder.resolve(name + ".audit.log");
    }

    URI url(String name) {
        return urls.get(name);
    }

    String token(String role) {
        return tokens.get(role);
    }

    /** Sends a request with a token, or with none, and reads the head of the answer. */
    HttpResponse<java.io.InputStream> send(String name, String method, String path, String token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(name).resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return client.send(request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A client that trusts the authority, with a certificate of its own or without. */
    HttpClient client(boolean withCertificate) throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .sslContext(context(withCertificate))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Sockets that show a certificate. */
    SSLSocketFactory sockets() throws GeneralSecurityException, IOException {
        return context(true).getSocketFactory();
    }

    private SSLContext context(boolean withCertificate) throws GeneralSecurityException, IOException {
        Path tls = folder.resolve("tls");
        Path store = tls.resolve("client.p12");
        if (!Files.exists(store)) {
            run(
                    List.of(
                            "openssl",
                            "pkcs12",
                            "-export",
                            "-in",
                            tls.resolve("metrics-collector.crt") + "",
                            "-inkey",
                            tls.resolve("metrics-collector.key") + "",
                            "-out",
                            store + "",
                            "-passout",
                            "pass:test"),
                    "");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "test".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "test".toCharArray());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (var in = Files.newInputStream(tls.resolve("ca.crt"))) {
            authorities.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? own.getKeyManagers() : null, trusted.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(Process::destroy);
        for (Process process : processes.values()) {
            process.onExit()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly())
                    .join();
        }
        guard.close();
    }
}
