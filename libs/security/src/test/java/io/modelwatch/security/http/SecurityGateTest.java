package io.modelwatch.security.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = GuardedService.class, restrictToAnnotatedClass = true)
class SecurityGateTest {

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private AuditLines audit;

    @BeforeEach
    void listen() {
        audit = new AuditLines();
    }

    @AfterEach
    void stopListening() {
        audit.close();
    }

    private static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, GuardedService.PASSWORD);
    }

    private static RequestSpecification bearing(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static String token(String name, String roles, String... more) {
        return Scripts.token(GuardedService.folder(), name, roles, more);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /open, 200, 200, 200, 200, 200",
        "GET, /api/v1/things, 401, 403, 200, 200, 200",
        "POST, /api/v1/records, 401, 200, 403, 403, 200",
        "DELETE, /api/v1/things/1, 401, 403, 403, 204, 204",
        "GET, /api/v1/nobody-listed-this, 401, 403, 403, 403, 200",
        "GET, /no/such/path, 401, 403, 403, 403, 404",
        "GET, /, 401, 403, 200, 200, 200",
    })
    void roleDecides(String method, String path, int none, int ingest, int viewer, int operator, int admin) {
        given().request(method, path).then().statusCode(none);
        as("ingest").request(method, path).then().statusCode(ingest);
        as("viewer").request(method, path).then().statusCode(viewer);
        as("operator").request(method, path).then().statusCode(operator);
        as("admin").request(method, path).then().statusCode(admin);
    }

    @Test
    void tokenSaysWhoAndWhat() {
        bearing(token("grafana", "viewer"))
                .get("/api/v1/things")
                .then()
                .statusCode(200)
                .body(equalTo("grafana"));
        bearing(token("gateway", "ingest")).get("/api/v1/things").then().statusCode(403);
    }

    private static JwtClaimsBuilder claims() {
        return Jwt.issuer("modelwatch")
                .audience("modelwatch")
                .upn("mallory")
                .groups("admin")
                .expiresIn(Duration.ofMinutes(5));
    }

    private static PrivateKey signingKey() throws Exception {
        String pem = Files.readString(GuardedService.folder().resolve("token-key.pem"))
                .replaceAll("-----[A-Z ]+-----|\\s", "");
        return java.security.KeyFactory.getInstance("RSA")
                .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(pem)));
    }

    @Test
    void onlyTokensThatAreValidNowForUsAndSignedByUsCount() throws Exception {
        PrivateKey ours = signingKey();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String publicPem = Files.readString(GuardedService.folder().resolve("token-key.pub.pem"));
        String good = claims().sign(ours);
        String[] parts = good.split("\\.");

        assertEquals(200, status(good));
        assertEquals(401, status(claims().audience("somebody-else").sign(ours)), "audience");
        assertEquals(401, status(claims().issuer("somebody-else").sign(ours)), "issuer");
        assertEquals(
                401,
                status(claims().expiresAt(java.time.Instant.now().minusSeconds(600))
                        .sign(ours)),
                "expired");
        assertEquals(401, status(claims().sign(generator.generateKeyPair().getPrivate())), "other key");
        assertEquals(401, status(claims().signWithSecret(publicPem)), "public key taken as a secret");
        assertEquals(401, status(base64("{\"alg\":\"none\"}") + "." + parts[1] + "."), "no signature");
        assertEquals(401, status(parts[0] + "." + base64("{\"upn\":\"x\"}") + "." + parts[2]), "other claims");
        assertEquals(401, status("rubbish"), "rubbish");
        assertEquals(401, status(""), "nothing");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(String token) {
        return bearing(token).get("/api/v1/things").statusCode();
    }

    @Test
    void wrongPasswordsUnknownUsersAndOtherSchemesAreAllTheSame() {
        List<RequestSpecification> attempts = List.of(
                given().auth().preemptive().basic("viewer", "wrong password"),
                given().auth().preemptive().basic("nobody-of-that-name", GuardedService.PASSWORD),
                given().header("Authorization", "Basic !!!"),
                given().header("Authorization", "ApiKey !!!"),
                given().header("Authorization", "Digest username=viewer"));

        attempts.forEach(attempt -> attempt.header("X-Forwarded-For", "203.0.113.1")
                .get("/api/v1/things")
                .then()
                .statusCode(401));
    }

    @Test
    void apiKeyOfAShipperIsAUserAndAPassword() {
        String key = Base64.getEncoder()
                .encodeToString(("ingest:" + GuardedService.PASSWORD).getBytes(StandardCharsets.UTF_8));

        given().header("Authorization", "ApiKey " + key)
                .body("x")
                .post("/_bulk")
                .then()
                .statusCode(200);
    }

    @Test
    void wrongCredentialsDoNoHarmAtAnOpenPath() {
        given().auth().preemptive().basic("x", "y").get("/open").then().statusCode(200);
    }

    @Test
    void refusalIsAProblemWithAChallengeThatBrowsersUnderstand() {
        Response answer = given().get("/api/v1/things");

        answer.then()
                .contentType("application/problem+json")
                .body("type", equalTo("urn:modelwatch:problem:unauthenticated"))
                .body("status", equalTo(401))
                .body("detail", equalTo("credentials with the role viewer are needed"));
        assertTrue(
                answer.headers()
                        .getValues("WWW-Authenticate")
                        .contains("Basic realm=\"modelwatch\", charset=\"UTF-8\""),
                answer.headers().toString());
        as("viewer")
                .delete("/api/v1/things/1")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:modelwatch:problem:forbidden"))
                .body("detail", equalTo("'viewer' needs the role operator for this"));
    }

    @Test
    void shippersAreRefusedInTheWordsOfElasticsearch() {
        given().body("{}")
                .post("/_bulk")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .header("X-Elastic-Product", "Elasticsearch")
                .body("status", equalTo(401))
                .body("error.type", equalTo("security_exception"))
                .body("error.root_cause[0].type", equalTo("security_exception"))
                .body("error.header.WWW-Authenticate[2]", equalTo("ApiKey"));
        as("viewer").get("/_license").then().statusCode(403).body("error.type", equalTo("security_exception"));
    }

    @Test
    void clientsOfAlertmanagerAreRefusedInItsWords() {
        as("viewer")
                .post("/api/v2/silences")
                .then()
                .statusCode(403)
                .contentType("application/json")
                .body("code", equalTo(403))
                .body("message", equalTo("'viewer' needs the role operator for this"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/open", "/api/v1/things", "/no/such/path"})
    void everyAnswerTellsBrowsersWhatNotToDo(String path) {
        as("viewer")
                .get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header("Content-Security-Policy", containsString("default-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Strict-Transport-Security", nullValue());
    }

    @Test
    void overTlsBrowsersAreToldToStayThere() {
        as("viewer")
                .header("X-Forwarded-Proto", "https")
                .get("/open")
                .then()
                .header("Strict-Transport-Security", "max-age=31536000");
    }

    @Test
    void pageOfSomebodyElseCannotUseTheBrowsersCredentials() {
        as("operator")
                .header("Origin", "https://evil.example.org")
                .header("Sec-Fetch-Site", "cross-site")
                .delete("/api/v1/things/1")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:modelwatch:problem:foreign-origin"));
        as("operator")
                .header("Origin", "http://localhost:" + port)
                .header("Sec-Fetch-Site", "same-origin")
                .delete("/api/v1/things/1")
                .then()
                .statusCode(204);
        bearing(token("robot", "operator"))
                .header("Origin", "https://evil.example.org")
                .delete("/api/v1/things/1")
                .then()
                .statusCode(204);
    }

    @Test
    void bodyIsWholeThoughThePasswordTookAWhile() {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        Scripts.user(GuardedService.users(), user, "ingest", "another good password");
        byte[] body = new byte[1 << 20];
        RequestSpecification request = given().auth()
                .preemptive()
                .basic(user, "another good password")
                .header("X-Forwarded-For", "203.0.113.2");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> request.body(body)
                        .post("/api/v1/records")
                        .then()
                        .statusCode(200)
                        .body(equalTo("" + body.length)));
    }

    @Test
    void refusedRequestLeavesItsConnectionOfUse() throws IOException {
        try (var socket = new java.net.Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            String body = "x".repeat(50_000);
            String post = "POST /api/v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            String get = "GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((post + get).getBytes(StandardCharsets.US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertTrue(answers.startsWith("HTTP/1.1 401"), answers);
            assertTrue(answers.endsWith("open"), answers);
        }
    }

    @Test
    void endlessBodyOfNobodyIsNotReadToItsEnd() throws IOException {
        try (var socket = new java.net.Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            String head =
                    "POST /api/v1/records HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("connection: close"), answer);
        }
    }

    @Test
    void usersAreTakenAndDroppedWhileTheServiceRuns() throws IOException {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        String before = Files.readString(GuardedService.users());
        RequestSpecification request = given().auth()
                .preemptive()
                .basic(user, "yet another password")
                .header("X-Forwarded-For", "203.0.113.3");

        Scripts.user(GuardedService.users(), user, "viewer", "yet another password");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> request.get("/api/v1/things").then().statusCode(200));

        // A file that is wrong changes nothing.
        Files.writeString(GuardedService.users(), "rubbish\n");
        await().atMost(Duration.ofSeconds(10)).until(() -> audit.errors() > 0);
        request.get("/api/v1/things").then().statusCode(200);

        Files.writeString(GuardedService.users(), before);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> request.get("/api/v1/things").then().statusCode(401));
    }

    @Test
    void tooManyWrongPasswordsOfOneAddressAreNotEvenLookedAt() {
        as("viewer")
                .header("X-Forwarded-For", "203.0.113.4")
                .get("/api/v1/things")
                .then()
                .statusCode(200);
        for (int i = 0; i < 10; i++) {
            given().auth()
                    .preemptive()
                    .basic("viewer", "guess number " + i)
                    .header("X-Forwarded-For", "203.0.113.4")
                    .get("/api/v1/things")
                    .then()
                    .statusCode(401);
        }

        Response refused = given().auth()
                .preemptive()
                .basic("viewer", "guess number 11")
                .header("X-Forwarded-For", "203.0.113.4")
                .get("/api/v1/things");

        refused.then().statusCode(429).body("type", equalTo("urn:modelwatch:problem:too-many-requests"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
        // Who is known, and who comes from elsewhere, is let in.
        as("viewer")
                .header("X-Forwarded-For", "203.0.113.4")
                .get("/api/v1/things")
                .then()
                .statusCode(200);
        given().auth()
                .preemptive()
                .basic("viewer", "a guess from elsewhere")
                .header("X-Forwarded-For", "203.0.113.5")
                .get("/api/v1/things")
                .then()
                .statusCode(401);
    }

    @Test
    void whoReadsTooOftenIsToldWhenToComeBackAndRecordsAreNotCounted() {
        String busy = token("busy", "viewer,ingest");

        List<Integer> reading = IntStream.range(0, 150)
                .mapToObj(i -> bearing(busy).get("/api/v1/things").statusCode())
                .toList();
        Response refused = null;
        for (int i = 0; i < 50 && (refused == null || refused.statusCode() != 429); i++) {
            refused = bearing(busy).get("/api/v1/things");
        }
        Set<Integer> sending = IntStream.range(0, 150)
                .mapToObj(i -> bearing(busy).body("x").post("/api/v1/records").statusCode())
                .collect(java.util.stream.Collectors.toSet());

        assertTrue(reading.subList(0, 100).stream().allMatch(status -> status == 200), reading.toString());
        assertTrue(refused != null && refused.statusCode() == 429, reading.toString());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals(Set.of(200), sending);
    }

    @Test
    void changesAndReadingOfOriginalsAreWrittenDown() {
        as("operator")
                .header("X-Request-Id", "r-17")
                .header("X-Forwarded-For", "203.0.113.6")
                .queryParam("password", "hunter2")
                .delete("/api/v1/things/4711")
                .then()
                .statusCode(204)
                .header("X-Request-Id", "r-17");
        as("operator").get("/api/v1/original/8").then().statusCode(200);
        as("operator").delete("/api/v1/things/missing").then().statusCode(404);
        as("viewer").delete("/api/v1/things/9").then().statusCode(403);
        as("viewer").get("/api/v1/things").then().statusCode(200);
        as("admin")
                .body("secret body")
                .post("/nobody/listed/this/hunter2")
                .then()
                .statusCode(404);

        List<String> lines = audit.await(5);

        assertEquals(5, lines.size(), lines.toString());
        assertTrue(
                lines.get(0)
                        .contains("\"service\":\"guarded\",\"principal\":\"operator\",\"address\":\"203.0.113.6\","
                                + "\"method\":\"DELETE\",\"path\":\"/api/v1/things/{id}\",\"variables\":{\"id\":\"4711\"},"
                                + "\"outcome\":\"done\",\"status\":204,\"request_id\":\"r-17\""),
                lines.get(0));
        assertTrue(lines.get(1).contains("\"method\":\"GET\",\"path\":\"/api/v1/original/{id}\""), lines.get(1));
        assertTrue(lines.get(2).contains("\"outcome\":\"failed\",\"status\":404"), lines.get(2));
        assertTrue(lines.get(3).contains("\"principal\":\"viewer\""), lines.get(3));
        assertTrue(lines.get(3).contains("\"outcome\":\"refused\",\"status\":403"), lines.get(3));
        assertTrue(lines.get(4).contains("\"path\":\"(unlisted)\""), lines.get(4));
        assertFalse(lines.toString().contains("hunter2"), lines.toString());
        assertFalse(lines.toString().contains("secret"), lines.toString());
    }

    @Test
    void failedAttemptsAreWrittenDownWithoutWhatWasTried() {
        given().auth()
                .preemptive()
                .basic("viewer", "hunter2hunter2")
                .header("X-Forwarded-For", "203.0.113.7")
                .get("/api/v1/things")
                .then()
                .statusCode(401);

        List<String> lines = audit.await(1);

        assertTrue(lines.getFirst().contains("\"principal\":\"anonymous\",\"address\":\"203.0.113.7\""), lines + "");
        assertTrue(lines.getFirst().contains("\"outcome\":\"refused\",\"status\":401"), lines.toString());
        assertFalse(lines.toString().contains("hunter2"), lines.toString());
    }

    @Test
    void serviceShowsItsTokenToOthersAndTakesANewOne() throws IOException {
        as("viewer").post("/api/v1/things").then().statusCode(200).body(equalTo("self"));

        Files.writeString(GuardedService.folder().resolve("self.token"), token("self-rotated", "viewer"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> as("viewer").post("/api/v1/things").then().body(equalTo("self-rotated")));
    }
}
