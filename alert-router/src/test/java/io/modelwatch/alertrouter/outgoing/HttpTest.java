package io.modelwatch.alertrouter.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.HttpReader;
import io.modelwatch.alertrouter.receiver.HttpSettings;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an {@code http_config} does, against servers and proxies on this machine. */
class HttpTest {

    private static final Duration PATIENT = Duration.ofSeconds(5);

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-11-24T03:00:00Z"));
    private final InstantSource clock = time::get;

    private Http http(AddressPolicy policy, Map<String, String> environment) {
        return new Http(policy, Duration.ofSeconds(2), "Alertmanager/0.34.0", environment, clock);
    }

    private Answer ask(String url, String config) throws Exception {
        return ask(AddressPolicy.DEFAULT, url, config);
    }

    private Answer ask(AddressPolicy policy, String url, String config) throws Exception {
        try (Http http = http(policy, Map.of())) {
            return http.ask(new Request(URI.create(url), "{}"), settings(config, Path.of("")), "key", PATIENT);
        }
    }

    private static HttpSettings settings(String config, Path directory) {
        return HttpReader.read(Yaml.parse(config), directory);
    }

    // Headers and credentials

    @Test
    void headersAndSecretsFromFilesAreSentAsTheFilesStandNow(@TempDir Path directory) throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "old\n");
        Path extra = Files.writeString(directory.resolve("extra"), "one");
        HttpSettings settings = settings(
                "{basic_auth: {username: me, password_file: password}, http_headers: {X-More: {files: [extra], values:"
                        + " [v]}}}",
                directory);
        try (ServiceFake fake = new ServiceFake(request -> Reply.of(200, ""));
                Http http = http(AddressPolicy.DEFAULT, Map.of())) {
            Request request = new Request(URI.create(fake.url() + "/x"), "{}").with("X-Own", "a\r\nX-Evil: 1");

            http.ask(request, settings, "k1", PATIENT);
            Files.writeString(password, "new\n");
            Files.writeString(extra, "two");
            http.ask(request, settings, "k1", PATIENT);

            assertEquals("Basic bWU6b2xk", fake.received().get(0).header("authorization"));
            assertEquals("Basic bWU6bmV3", fake.received().get(1).header("authorization"));
            assertEquals("k1", fake.received().get(0).header("idempotency-key"));
            assertEquals("Alertmanager/0.34.0", fake.received().get(0).header("user-agent"));
            assertFalse(fake.received().get(0).headers().containsKey("x-evil"));
            assertEquals("v", fake.received().get(0).header("x-more"));
        }
    }

    @Test
    void oauthTokenIsFetchedOnceKeptAndFetchedAnewWhenItIsRefused() throws Exception {
        List<String> given = Collections.synchronizedList(new ArrayList<>());
        try (ServiceFake fake = new ServiceFake(request -> {
                    if (request.url().getPath().equals("/token")) {
                        boolean good = "Basic aWQ6c2VjcmV0".equals(request.header("authorization"))
                                && "client_credentials".equals(request.form().get("grant_type"))
                                && "a b".equals(request.form().get("scope"))
                                && "x".equals(request.form().get("audience"));
                        if (!good) {
                            return Reply.of(401, "{\"error\":\"invalid_client\"}");
                        }
                        given.add("t" + given.size());
                        return Reply.of(
                                200,
                                "{\"access_token\":\"" + given.getLast()
                                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
                    }
                    return Reply.of(
                            ("Bearer " + given.getLast()).equals(request.header("authorization")) ? 200 : 401, "");
                });
                Http http = http(AddressPolicy.DEFAULT, Map.of())) {
            HttpSettings settings = settings(
                    "{oauth2: {client_id: id, client_secret: secret, token_url: '" + fake.url()
                            + "/token', scopes: [a, b], endpoint_params: {audience: x}}}",
                    Path.of(""));
            Request request = new Request(URI.create(fake.url() + "/hook"), "{}");

            assertEquals(200, http.ask(request, settings, "", PATIENT).status());
            assertEquals(200, http.ask(request, settings, "", PATIENT).status());
            assertEquals(1, given.size());
            time.set(time.get().plusSeconds(3595));
            assertEquals(200, http.ask(request, settings, "", PATIENT).status());
            assertEquals(2, given.size());
            given.add("revoked");
            assertEquals(200, http.ask(request, settings, "", PATIENT).status());
            assertEquals(4, given.size());
        }
    }

    // Redirections and addresses

    @Test
    void redirectionIsFollowedWithoutCredentialsToAnotherServer() throws Exception {
        try (ServiceFake other = new ServiceFake(request -> Reply.of(200, "there"));
                ServiceFake fake =
                        new ServiceFake(request -> new Reply(307, "", Map.of("Location", other.url() + "/moved")))) {
            String config = "{authorization: {credentials: token}, http_headers: {X-Key: {secrets: [s]}}}";

            assertEquals("there", ask(fake.url(), config).body());

            assertEquals("POST", other.received().getFirst().method());
            assertEquals("", other.received().getFirst().header("authorization"));
            assertEquals("", other.received().getFirst().header("x-key"));
            assertEquals(307, ask(fake.url(), "{follow_redirects: false}").status());
        }
    }

    @Test
    void redirectionToAForbiddenAddressIsRefused() throws Exception {
        try (ServiceFake fake = new ServiceFake(
                request -> new Reply(302, "", Map.of("Location", "http://169.254.169.254/latest/meta-data/")))) {
            Unanswered refusal = assertThrows(Unanswered.class, () -> ask(fake.url(), "{}"));

            assertFalse(refusal.failure().retry());
            assertTrue(
                    refusal.failure().detail().contains("not allowed"),
                    refusal.failure().detail());
        }
    }

    @Test
    void whatANameStandsForDecidesNotTheName() throws Exception {
        try (ServiceFake fake = new ServiceFake(request -> Reply.of(200, ""))) {
            String url = fake.url().replace("127.0.0.1", "localhost");

            assertEquals(200, ask(url, "{}").status());
            AddressPolicy policy = new AddressPolicy(List.of(), List.of("127.0.0.0/8", "::1"), false);
            assertThrows(Unanswered.class, () -> ask(policy, url, "{}"));
            assertEquals(1, fake.received().size());
        }
    }

    @Test
    void answerThatNeverEndsIsGivenUpInTime() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    while (true) {
                        socket.getOutputStream().write('x');
                        socket.getOutputStream().flush();
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The client is gone.
                }
            });
            try (Http http = http(AddressPolicy.DEFAULT, Map.of())) {
                Unanswered late = assertThrows(
                        Unanswered.class,
                        () -> http.ask(
                                new Request(URI.create("http://127.0.0.1:" + server.getLocalPort()), "{}"),
                                HttpSettings.DEFAULT,
                                "",
                                Duration.ofMillis(300)));

                assertTrue(late.maybeArrived());
                assertEquals("contextDeadlineExceeded", late.failure().reason());
            }
        }
    }

    @Test
    void refusedConnectionSurelyDidNotArrive() throws Exception {
        int free;
        try (ServerSocket server = new ServerSocket(0)) {
            free = server.getLocalPort();
        }

        Unanswered refused =
                assertThrows(Unanswered.class, () -> ask("http://127.0.0.1:" + free + "/secret-path", "{}"));

        assertFalse(refused.maybeArrived());
        assertTrue(refused.failure().retry());
        assertFalse(refused.failure().detail().contains("secret-path"));
    }

    // Proxies

    @Test
    void proxyIsAskedForWhatIsNotExcepted() throws Exception {
        try (ServiceFake proxy = new ServiceFake(request -> Reply.of(200, "proxied"));
                ServiceFake direct = new ServiceFake(request -> Reply.of(200, "direct"))) {
            String url = proxy.url().replace("http://", "http://user:pass@");

            assertEquals(
                    "proxied",
                    ask("http://receiver.example/hook", "{proxy_url: '" + url + "'}")
                            .body());
            assertEquals(
                    "http://receiver.example/hook",
                    proxy.received().getFirst().url().toString());
            assertEquals("Basic dXNlcjpwYXNz", proxy.received().getFirst().header("proxy-authorization"));
            assertEquals(
                    "direct",
                    ask(direct.url(), "{proxy_url: '" + url + "', no_proxy: '127.0.0.0/8'}")
                            .body());
            try (Http http = http(AddressPolicy.DEFAULT, Map.of("HTTP_PROXY", proxy.url(), "no_proxy", ".internal"))) {
                HttpSettings settings = settings("{proxy_from_environment: true}", Path.of(""));
                assertEquals(
                        "proxied",
                        http.ask(new Request(URI.create("http://a.example/"), "{}"), settings, "", PATIENT)
                                .body());
            }
        }
    }

    @Test
    void proxyIsNotAskedForAForbiddenAddress() throws Exception {
        try (ServiceFake proxy = new ServiceFake(request -> Reply.of(200, "proxied"))) {
            assertThrows(Unanswered.class, () -> ask("http://169.254.169.254/x", "{proxy_url: '" + proxy.url() + "'}"));
            assertEquals(0, proxy.received().size());
        }
    }

    @Test
    void tunnelIsAskedForWithTheHeadersThatTheProxyWants() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = proxy.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String status : List.of("407 who\r\nProxy-Authenticate: Basic realm=\"x\"", "502 no")) {
                        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                            lines.add(line);
                        }
                        socket.getOutputStream()
                                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            Answer answer = ask(
                    "https://receiver.example/hook",
                    "{proxy_url: 'http://u:p@127.0.0.1:" + proxy.getLocalPort()
                            + "', proxy_connect_header: {X-Tunnel: [yes-please]}}");

            assertEquals(502, answer.status());
        }
        assertEquals("CONNECT receiver.example:443 HTTP/1.1", lines.getFirst());
        assertTrue(lines.contains("X-Tunnel: yes-please"), lines.toString());
        assertTrue(lines.contains("Proxy-Authorization: Basic dTpw"), lines.toString());
    }

    // TLS

    private static void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static final String PASSWORD = "changeit";

    /** A server for the name receiver.example that asks clients for a certificate. */
    private static HttpsServer server(Path directory, boolean wantsClient) throws Exception {
        run(
                directory,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=receiver.example",
                "-ext",
                "SAN=dns:receiver.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                "server.p12",
                "-storepass",
                PASSWORD);
        run(
                directory,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-exportcert",
                "-rfc",
                "-alias",
                "s",
                "-keystore",
                "server.p12",
                "-storepass",
                PASSWORD,
                "-file",
                "ca.pem");
        KeyStore keys = KeyStore.getInstance(directory.resolve("server.p12").toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        if (wantsClient) {
            for (X509Certificate each : Pem.certificates(Files.readString(directory.resolve("client.pem")))) {
                clients.setCertificateEntry("c", each);
            }
        }
        trust.init(wantsClient ? clients : keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(wantsClient);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }

    @Test
    void serverIsTrustedByItsAuthorityAndItsName(@TempDir Path directory) throws Exception {
        HttpsServer server = server(directory, false);
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
        String ca = "ca_file: " + directory.resolve("ca.pem");
        try {
            assertThrows(Unanswered.class, () -> ask(url, "{}"));
            assertThrows(Unanswered.class, () -> ask(url, "{tls_config: {" + ca + "}}"));
            assertEquals(
                    200,
                    ask(url, "{tls_config: {" + ca + ", server_name: receiver.example}}")
                            .status());
            assertEquals(
                    200, ask(url, "{tls_config: {insecure_skip_verify: true}}").status());
            assertEquals(
                    200,
                    ask(url, "{tls_config: {" + ca + ", server_name: receiver.example, min_version: TLS13}}")
                            .status());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void clientProvesItselfWithCertificatesThatMayChange(@TempDir Path directory) throws Exception {
        run(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "pkcs8.key",
                "-out",
                "client.pem",
                "-subj",
                "/CN=client",
                "-days",
                "2");
        run(directory, "openssl", "rsa", "-in", "pkcs8.key", "-traditional", "-out", "client.key");
        HttpsServer server = server(directory, true);
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
        try (Http http = http(AddressPolicy.DEFAULT, Map.of())) {
            HttpSettings with = settings(
                    "{tls_config: {insecure_skip_verify: true, cert_file: client.pem, key_file: client.key}}",
                    directory);
            Request request = new Request(URI.create(url), "{}");

            assertThrows(Unanswered.class, () -> ask(url, "{tls_config: {insecure_skip_verify: true}}"));
            assertEquals(200, http.ask(request, with, "", PATIENT).status());
            Files.writeString(directory.resolve("client.key"), "broken");
            assertThrows(IOException.class, () -> http.ask(request, with, "", PATIENT));
            Files.copy(
                    directory.resolve("pkcs8.key"),
                    directory.resolve("client.key"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertEquals(200, http.ask(request, with, "", PATIENT).status());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keysOfCurvesAsOpensslWritesThemAreRead(@TempDir Path directory) throws Exception {
        run(directory, "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", "ec.key");

        assertEquals(
                "EC", Pem.key(Files.readString(directory.resolve("ec.key"))).getAlgorithm());
    }

    @Test
    void retryAfterIsReadAsSecondsAndAsADate() {
        Instant now = Clock.systemUTC().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

        assertEquals(Duration.ofMillis(1500), RetryAfter.read("1.5", now));
        assertEquals(
                Duration.ofSeconds(90),
                RetryAfter.read(
                        java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                now.plusSeconds(90).atZone(java.time.ZoneOffset.UTC)),
                        now));
        assertEquals(Duration.ZERO, RetryAfter.read("soon", now));
    }
}
