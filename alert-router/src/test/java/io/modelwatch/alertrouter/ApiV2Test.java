package io.modelwatch.alertrouter;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as its clients see it, on a real database. */
@QuarkusTest
@OwnStores
@WithTestResource(value = RouterResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ApiV2Test {

    @TestHTTPResource
    URI base;

    @BeforeAll
    static void patience() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        io.restassured.RestAssured.config = RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/alerts")
                .then();
    }

    private static String alert(String name, String more) {
        return "{\"labels\":{\"alertname\":\"" + name + "\"" + more + "}}";
    }

    private static ValidatableResponse alerts(String... filters) {
        return given().queryParam("filter", (Object[]) filters)
                .get("/api/v2/alerts")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse silence(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/silences")
                .then();
    }

    private static String silenceOf(String name, int fromSeconds, int toSeconds) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return """
            {"matchers":[{"name":"alertname","value":"%s","isRegex":false}],"startsAt":"%s","endsAt":"%s",
             "createdBy":"me","comment":"why"}\
            """.formatted(name, now.plusSeconds(fromSeconds), now.plusSeconds(toSeconds));
    }

    // Alerts

    @Test
    void alertIsListedAsAlertmanagerListsIt() {
        post("""
            [{"labels":{"alertname":"Listed","severity":"none","gone":""},
              "annotations":{"summary":"高延迟 <b>","empty":""},
              "startsAt":"2026-03-04T09:30:00.250999+02:00","endsAt":"2126-03-04T09:30:00Z",
              "generatorURL":"http://prometheus:9090/graph?g0.expr=up%3D%3D0&g0.tab=1","unknown":[1,{}]}]\
            """)
                .statusCode(200)
                .body(is(""))
                .header("Content-Type", nullValue())
                .header("Cache-Control", "no-store");

        alerts("alertname=Listed")
                .contentType("application/json")
                .body("$", hasSize(1))
                .body("[0].labels", equalTo(Map.of("alertname", "Listed", "severity", "none")))
                .body("[0].annotations", equalTo(Map.of("summary", "高延迟 <b>", "empty", "")))
                .body("[0].startsAt", is("2026-03-04T09:30:00.250+02:00"))
                .body("[0].endsAt", is("2126-03-04T09:30:00.000Z"))
                .body(
                        "[0].updatedAt",
                        org.hamcrest.Matchers.matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("[0].fingerprint", org.hamcrest.Matchers.matchesPattern("[0-9a-f]{16}"))
                .body("[0].receivers", equalTo(List.of(Map.of("name", "sink"))))
                .body(
                        "[0].status",
                        equalTo(Map.of(
                                "state",
                                "active",
                                "silencedBy",
                                List.of(),
                                "inhibitedBy",
                                List.of(),
                                "mutedBy",
                                List.of())))
                .body("[0].generatorURL", is("http://prometheus:9090/graph?g0.expr=up%3D%3D0&g0.tab=1"));
    }

    @Test
    void resolvedAlertIsNotListed() {
        post("[" + alert("Ending", "") + "]").statusCode(200);
        alerts("alertname=Ending").body("$", hasSize(1));

        post("[{\"labels\":{\"alertname\":\"Ending\"},\"endsAt\":\"" + Instant.now() + "\"}]")
                .statusCode(200);

        alerts("alertname=Ending").body("$", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "[] trailing", " [\n] "})
    void nothingToTakeIsFine(String body) {
        post(body).statusCode(200).body(is(""));
    }

    @Test
    void validAlertsOfABatchAreTakenThoughOthersAreNot() {
        post("""
            [{"labels":{"alertname":"Good1"}},{"labels":{"a":""}},
             {"labels":{"alertname":"Bad"},"startsAt":"2026-03-04T09:30:00Z","endsAt":"2026-03-04T09:29:00Z"},
             {"labels":{"alertname":"Good2"}}]\
            """)
                .statusCode(400)
                .contentType("application/json")
                .body(is("\"at least one label pair required\\nstart time must be before end time\"\n"));

        alerts("alertname=~\"Good.|Bad\"")
                .body("labels.alertname", org.hamcrest.Matchers.containsInAnyOrder("Good1", "Good2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                      | 400 | 400 | parsing alerts body from",
                "{\"labels\":{\"a\":\"b\"}}             | 400 | 400 | cannot unmarshal object into field alerts of"
                        + " type array",
                "[1]                                    | 400 | 400 | cannot unmarshal number into field 0 of type"
                        + " object",
                "[{\"labels\":{\"a\":1}}]               | 400 | 400 | cannot unmarshal number into field labels.a of"
                        + " type string",
                "[{\"labels\":[]}]                      | 400 | 400 | cannot unmarshal array into field labels",
                "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"now\"}] | 400 | 400 | is no RFC 3339 time: \\\"now\\\"",
                "[{\"labels\":{\"a\":\"b\"},\"startsAt\":5}] | 400 | 400 | cannot unmarshal number into field startsAt",
                "``                                     | 422 | 602 | alerts in body is required",
                "[{\"labels\":{\"a\":\"b\"}},{}]        | 422 | 602 | 1.labels in body is required",
                "[{\"labels\":{\"a\":\"b\"},\"generatorURL\":\"my page\"}] | 422 | 601 | 0.generatorURL in body must"
                        + " be of type uri: \\\"my page\\\"",
            })
    void badBodyIsRefusedInTheShapeOfTheSchema(String body, int status, int code, String message) {
        post(body == null ? "" : body)
                .statusCode(status)
                .contentType("application/json")
                .body(startsWith("{\"code\":" + code + ",\"message\":\""))
                .body(containsString(message));
    }

    @Test
    void bodyThatIsNoTextIsRefused() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("[" + alert("Zipped", "") + "]").getBytes(StandardCharsets.UTF_8));
        }
        byte[] invalid = "[{\"labels\":{\"a\":\"X\"}}]".getBytes(StandardCharsets.UTF_8);
        invalid[17] = (byte) 0xFF;

        for (byte[] body : List.of(zipped.toByteArray(), invalid)) {
            given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/v2/alerts")
                    .then()
                    .statusCode(400)
                    .body("code", is(400));
        }
    }

    @Test
    void deepAndLargeBodiesAreRefused() {
        post("[".repeat(5000)).statusCode(400).body("code", is(400));
        post("["
                        + IntStream.range(0, 20_001)
                                .mapToObj(i -> "{\"labels\":{\"a\":\"b\"}}")
                                .collect(Collectors.joining(","))
                        + "]")
                .statusCode(400)
                .body(is("\"a request may have at most 20000 alerts, this has 20001\"\n"));
    }

    @Test
    void textThatDatabasesDislikeIsTaken() {
        post("[{\"labels\":{\"alertname\":\"Odd\",\"nul\":\"a\\u0000b\",\"lone\":\"\\ud800\"},\"generatorURL\":\"/a\"}]")
                .statusCode(200);

        alerts("alertname=Odd").body("[0].labels.nul", is("a\uFFFDb")).body("[0].labels.lone", is("\uFFFD"));
    }

    @Test
    void labelNamesInUtf8AndLongValuesAreTaken() {
        post("[{\"labels\":{\"alertname\":\"Utf8\",\"模型 名\":\"" + "x".repeat(100_000) + "\"}}]")
                .statusCode(200);

        alerts("\"模型 名\"=~\"x+\"").body("$", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "foo # \"bad matcher format: foo\"",
                "{alertname=X} # \"bad matcher format: {alertname=X}\"",
                "a=~( # error parsing regexp: missing closing ): `^(?:()$`",
            })
    void badFilterIsRefusedInABareString(String filter, String complaint) {
        given().queryParam("filter", filter)
                .get("/api/v2/alerts")
                .then()
                .statusCode(400)
                .body(startsWith("\""))
                .body(containsString(complaint));
    }

    @Test
    void badReceiverIsRefused() {
        given().queryParam("receiver", "a(")
                .get("/api/v2/alerts/groups")
                .then()
                .statusCode(400)
                .body(startsWith("\"failed to parse receiver param: error parsing regexp: "));
    }

    @Test
    void flagsAndReceiverChooseWhatIsListed() {
        post("[" + alert("FlagActive", ",\"kind\":\"flags\",\"team\":\"db\"") + ","
                        + alert("FlagSilenced", ",\"kind\":\"flags\"") + ","
                        + alert("FlagSource", ",\"kind\":\"flags\",\"severity\":\"critical\",\"cluster\":\"flags\"")
                        + ","
                        + alert("FlagTarget", ",\"kind\":\"flags\",\"severity\":\"warning\",\"cluster\":\"flags\"")
                        + "]")
                .statusCode(200);
        String id = silence(silenceOf("FlagSilenced", 0, 600))
                .statusCode(200)
                .extract()
                .path("silenceID");

        assertEquals(List.of("FlagActive", "FlagSilenced", "FlagSource", "FlagTarget"), flagged(Map.of()));
        assertEquals(List.of("FlagSilenced", "FlagTarget"), flagged(Map.of("active", "false")));
        assertEquals(List.of("FlagActive", "FlagSource", "FlagTarget"), flagged(Map.of("silenced", "no")));
        assertEquals(List.of("FlagActive", "FlagSilenced", "FlagSource"), flagged(Map.of("inhibited", "maybe")));
        assertEquals(
                List.of("FlagActive", "FlagSilenced", "FlagSource", "FlagTarget"),
                flagged(Map.of("unprocessed", "false", "active", "", "silenced", "YES")));
        assertEquals(List.of("FlagActive"), flagged(Map.of("receiver", "d.")));

        String source = alerts("alertname=FlagSource").extract().path("[0].fingerprint");
        alerts("alertname=FlagTarget")
                .body("[0].status.state", is("suppressed"))
                .body("[0].status.inhibitedBy", equalTo(List.of(source)));
        alerts("alertname=FlagSilenced").body("[0].status.silencedBy", equalTo(List.of(id)));
    }

    private static List<String> flagged(Map<String, String> parameters) {
        List<String> names = given().queryParam("filter", "kind=flags")
                .queryParams(parameters)
                .get("/api/v2/alerts")
                .then()
                .statusCode(200)
                .extract()
                .path("labels.alertname");
        return names.stream().sorted().toList();
    }

    @Test
    void alertsAreListedInTheOrderOfTheirFingerprints() {
        post("["
                        + IntStream.range(0, 20)
                                .mapToObj(i -> alert("Sorted", ",\"i\":\"" + i + "\""))
                                .collect(Collectors.joining(","))
                        + "]")
                .statusCode(200);

        List<String> fingerprints = alerts("alertname=Sorted").extract().path("fingerprint");

        assertEquals(fingerprints.stream().sorted().toList(), fingerprints);
    }

    @Test
    void alertIsInTheGroupsOfEveryRouteThatItReaches() {
        post("[" + alert("InGroups", ",\"team\":\"db\",\"quiet\":\"yes\",\"instance\":\"b\"") + ","
                        + alert("InGroups", ",\"team\":\"db\",\"quiet\":\"yes\",\"instance\":\"a\"") + "]")
                .statusCode(200);

        given().queryParam("filter", "alertname=InGroups")
                .get("/api/v2/alerts/groups")
                .then()
                .statusCode(200)
                .body("receiver.name", contains("db", "nobody"))
                .body("labels", everyItem(equalTo(Map.of("alertname", "InGroups"))))
                .body("[0].alerts.labels.instance", contains("a", "b"))
                .body("[0].alerts[0].receivers.name", contains("db", "nobody"))
                .body("[0].routeLabels", equalTo(Map.of()));
        given().queryParam("filter", "alertname=InGroups")
                .queryParam("receiver", "nob.*")
                .get("/api/v2/alerts/groups")
                .then()
                .body("receiver.name", contains("nobody"));
        given().queryParam("filter", "alertname=InGroups")
                .queryParam("active", "false")
                .get("/api/v2/alerts/groups")
                .then()
                .body("$", empty());
    }

    // HTTP

    @Test
    void unknownPathsAndMethodsAreRefusedInAlertmanagersWords() {
        when().get("/api/v2/nope")
                .then()
                .statusCode(404)
                .body(is("{\"code\":404,\"message\":\"path /api/v2/nope was not found\"}\n"));
        when().put("/api/v2/alerts")
                .then()
                .statusCode(405)
                .header("Allow", "GET,POST")
                .body(is("{\"code\":405,\"message\":\"method PUT is not allowed, but [GET,POST] are\"}\n"));
        when().head("/api/v2/alerts").then().statusCode(405);
        when().get("/api/v2/alerts/").then().statusCode(200);
        when().get("/api/v1/alerts").then().statusCode(410).body("status", is("deprecated"));
    }

    @Test
    void onlyJsonIsTakenAndGiven() {
        given().contentType("text/plain")
                .body("[]")
                .post("/api/v2/alerts")
                .then()
                .statusCode(415)
                .body(is("{\"code\":415,\"message\":\"unsupported media type \\\"text/plain\\\", only"
                        + " [application/json] are allowed\"}\n"));
        given().header("Content-Type", "application/json; charset=utf-8")
                .body("[]")
                .post("/api/v2/alerts")
                .then()
                .statusCode(200);
        given().accept("text/html")
                .get("/api/v2/status")
                .then()
                .statusCode(406)
                .body(is("{\"code\":406,\"message\":\"unsupported media type requested, only [application/json]"
                        + " are available\"}\n"));
        given().accept("*/*").get("/api/v2/status").then().statusCode(200);
    }

    @Test
    void browsersOfOtherOriginsMayAsk() {
        given().header("Origin", "http://karma")
                .get("/api/v2/alerts")
                .then()
                .header("Access-Control-Allow-Origin", "*")
                .header("Vary", "Origin");
        given().header("Origin", "http://karma")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/v2/silences")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Methods", "GET,POST");
    }

    @Test
    void statusShowsVersionAndConfigurationWithoutSecrets() {
        when().get("/api/v2/status")
                .then()
                .statusCode(200)
                .body("versionInfo.version", is("0.34.0"))
                .body("cluster.status", is("disabled"))
                .body("config.original", containsString("group_by"))
                .body("uptime", org.hamcrest.Matchers.matchesPattern("\\d{4}-.*Z"));
        when().get("/api/v2/receivers").then().statusCode(200).body("name", contains("sink", "db", "nobody"));
    }

    @Test
    void managementPathsAnswer() {
        for (String path : List.of("/-/healthy", "/-/ready")) {
            when().get(path).then().statusCode(200).body(is("OK"));
            when().head(path).then().statusCode(200);
        }
        when().get("/-/reload").then().statusCode(405);
        when().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    }

    @Test
    void badConfigurationIsRefusedOnReloadAndTheOldOneStays() throws IOException {
        Path file = Path.of(System.getProperty("test.config.file"));
        String good = Files.readString(file);
        Files.writeString(file, good + "\nsurprise: 1\n");
        when().post("/-/reload")
                .then()
                .statusCode(500)
                .contentType(ContentType.TEXT)
                .body(startsWith("failed to reload config: "))
                .body(containsString("line 25: unknown key 'surprise'"));
        when().get("/api/v2/receivers").then().body("name", contains("sink", "db", "nobody"));

        Files.writeString(file, good.replace("- name: db\n", "- name: db\n- name: extra\n"));
        when().post("/-/reload").then().statusCode(200).body(is(""));
        when().get("/api/v2/receivers").then().body("name", contains("sink", "db", "extra", "nobody"));

        Files.writeString(file, good);
        when().post("/-/reload").then().statusCode(200);
    }

    @Test
    void metricsBearAlertmanagersNames() {
        post("[" + alert("Counted", "") + "]").statusCode(200);

        String metrics = when().get("/metrics").then().statusCode(200).extract().asString();

        for (String line : List.of(
                "alertmanager_alerts{state=\"active\"}",
                "alertmanager_alerts_received_total{status=\"firing\",version=\"v2\"}",
                "alertmanager_notifications_total{integration=\"webhook\"}",
                "alertmanager_notifications_failed_total{integration=\"webhook\",reason=\"clientError\"}",
                "alertmanager_silences{state=\"active\"}",
                "alertmanager_config_last_reload_successful 1.0",
                "alertmanager_dispatcher_aggregation_groups")) {
            assertTrue(metrics.contains(line), line + " in\n" + metrics);
        }
        assertTrue(metrics.matches("(?s).*alertmanager_build_info\\{[^}]*version=\"0.34.0\"[^}]*} 1.*"), metrics);
    }

    // Silences

    @Test
    void silenceIsCreatedChangedReplacedAndExpired() {
        String id = silence(silenceOf("Life", 0, 600)).statusCode(200).extract().path("silenceID");
        String starts = when().get("/api/v2/silence/" + id)
                .then()
                .statusCode(200)
                .body("status.state", is("active"))
                .body("matchers[0].isEqual", is(true))
                .body("annotations", equalTo(Map.of()))
                .extract()
                .path("startsAt");

        String same =
                "{\"id\":\"" + id + "\",\"matchers\":[{\"name\":\"alertname\",\"value\":\"Life\",\"isRegex\":false}],"
                        + "\"startsAt\":\"" + starts + "\",\"endsAt\":\""
                        + Instant.now().plusSeconds(900)
                        + "\",\"createdBy\":\"you\",\"comment\":\"longer\"}";
        silence(same).statusCode(200).body("silenceID", is(id));
        when().get("/api/v2/silence/" + id).then().body("createdBy", is("you")).body("comment", is("longer"));

        String other =
                silence(same.replace("Life", "Other")).statusCode(200).extract().path("silenceID");
        assertNotEquals(id, other);
        when().get("/api/v2/silence/" + id).then().body("status.state", is("expired"));

        when().delete("/api/v2/silence/" + other).then().statusCode(200).body(is(""));
        when().delete("/api/v2/silence/" + other).then().statusCode(200);
        when().get("/api/v2/silence/" + other).then().body("status.state", is("expired"));
        String revived = silence(same.replace("Life", "Other").replace(id, other))
                .statusCode(200)
                .extract()
                .path("silenceID");
        assertNotEquals(other, revived);
    }

    @Test
    void silencesAreListedActiveThenPendingThenExpired() {
        String expired = silence(silenceOf("Order", 0, 600)).extract().path("silenceID");
        when().delete("/api/v2/silence/" + expired);
        String late = silence(silenceOf("Order", 0, 700)).extract().path("silenceID");
        String soon = silence(silenceOf("Order", 0, 600)).extract().path("silenceID");
        String pendingLate = silence(silenceOf("Order", 90, 600)).extract().path("silenceID");
        String pendingSoon = silence(silenceOf("Order", 60, 600)).extract().path("silenceID");

        List<String> ids = given().queryParam("filter", "alertname=Order")
                .get("/api/v2/silences")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertEquals(List.of(soon, late, pendingSoon, pendingLate, expired), ids);
        given().queryParam("filter", "alertname=Order")
                .queryParam("expired", "false")
                .queryParam("pending", "false")
                .get("/api/v2/silences")
                .then()
                .body("id", contains(soon, late));
        given().queryParam("filter", "alertname=~Order")
                .get("/api/v2/silences")
                .then()
                .body("$", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "\"comment\":\"why\"   # \"x\":1                    # 422 # comment in body is required",
                "\"createdBy\":\"me\"  # \"createdBy\":null         # 422 # createdBy in body is required",
                "\"isRegex\":false     # \"isRegexp\":false         # 422 # matchers.0.isRegex in body is required",
                "\"name\":\"alertname\" # \"nam\":\"x\"              # 422 # matchers.0.name in body is required",
                "[{\"name\":\"alertname\",\"value\":\"Bad\",\"isRegex\":false}] # [] # 422 # matchers in body should"
                        + " have at least 1 items",
                "\"isRegex\":false     # \"isRegex\":\"no\"         # 400 # cannot unmarshal string into field isRegex"
                        + " of type bool",
                "\"value\":\"Bad\"     # \"value\":\"\"             # 400 # at least one matcher must not match the"
                        + " empty string",
                "\"value\":\"Bad\",\"isRegex\":false # \"value\":\"(\",\"isRegex\":true # 400 # invalid regular"
                        + " expression",
                "\"name\":\"alertname\" # \"name\":\"\"              # 400 # invalid label matcher 0: invalid label"
                        + " name",
                "\"startsAt\":\"20    # \"startsAt\":\"22           # 400 # start time must be before end time",
                "\"endsAt\":\"20      # \"endsAt\":\"19             # 400 # start time must be before end time",
                "\"startsAt\":\"      # \"startsAt\":\"x            # 400 # is no RFC 3339 time",
                "{\"matchers\"        # {\"id\":\"no uuid\",\"matchers\" # 404 # silence not found",
                "{\"matchers\"        # {\"id\":\"7bb1d8f5-4d0e-4f0b-9a0e-0a4f6d4d7a11\",\"matchers\" # 404 # silence"
                        + " not found",
            })
    void badSilenceIsRefused(String good, String bad, int status, String message) {
        String body = silenceOf("Bad", 0, 600);
        assertTrue(body.contains(good), body);

        silence(body.replace(good, bad)).statusCode(status).body(containsString(message));
    }

    @Test
    void silenceThatEndedBeforeItIsSentIsRefused() {
        silence(silenceOf("Past", -600, -300))
                .statusCode(400)
                .body(is("\"Failed to create silence: end time can't be in the past\"\n"));
    }

    @Test
    void unknownSilencesAreNotFound() {
        String unknown = "/api/v2/silence/7bb1d8f5-4d0e-4f0b-9a0e-0a4f6d4d7a11";
        when().get(unknown).then().statusCode(404).body(is(""));
        when().delete(unknown).then().statusCode(404).body(is("\"silence not found\"\n"));
        when().get("/api/v2/silence/1234")
                .then()
                .statusCode(422)
                .body(is("{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"1234\\\"\"}\n"));
    }

    @Test
    void silenceOfOnlyANegativeMatcherIsTaken() {
        silence(silenceOf("nobody", 500, 600).replace("\"isRegex\":false", "\"isRegex\":false,\"isEqual\":false"))
                .statusCode(200);
    }

    // Notification

    private static List<String> told(String alertname) {
        return given().get(URI.create(System.getProperty("test.sink.url")))
                .then()
                .extract()
                .path("findAll { it.groupLabels.alertname == '" + alertname + "' }.status");
    }

    @Test
    void receiverIsToldOfFiringAndResolvedAlertsAndTheDeliveriesAreLogged() {
        post("[" + alert("Told", "") + "]").statusCode(200);
        await().until(() -> told("Told").equals(List.of("firing")));

        post("[{\"labels\":{\"alertname\":\"Told\"},\"endsAt\":\"" + Instant.now() + "\"}]")
                .statusCode(200);
        await().until(() -> told("Told").equals(List.of("firing", "resolved")));

        await().untilAsserted(() -> given().queryParam("limit", 1000)
                .get("/api/v1/deliveries")
                .then()
                .statusCode(200)
                .body(
                        "deliveries.findAll { it.group_key == '{}:{alertname=\"Told\"}' }.status",
                        contains("delivered", "delivered"))
                .body(
                        "deliveries.findAll { it.group_key == '{}:{alertname=\"Told\"}' }.receiver",
                        everyItem(is("sink")))
                .body(
                        "deliveries.findAll { it.group_key == '{}:{alertname=\"Told\"}' }.alerts[0].alertname",
                        everyItem(is("Told")))
                .body(
                        "deliveries.findAll { it.group_key == '{}:{alertname=\"Told\"}' }.integration",
                        everyItem(is("webhook"))));
        when().get("/api/v1/deliveries?limit=many")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("limit must be a whole number"));
    }

    @Test
    void silencedAlertIsToldWhenItsSilenceIsExpired() {
        String id = silence(silenceOf("Hushed", 0, 600)).extract().path("silenceID");
        post("[" + alert("Hushed", "") + "]").statusCode(200);
        await().during(Duration.ofSeconds(3)).until(() -> told("Hushed").isEmpty());

        when().delete("/api/v2/silence/" + id).then().statusCode(200);

        await().until(() -> told("Hushed").equals(List.of("firing")));
    }

    // Rules

    @Test
    void thresholdRuleFiresKeepsFiringWhileMetricsCollectorIsAwayAndResolves() throws IOException {
        String breach = "{\"series\":[{\"labels\":{\"model\":\"gpt-4o\"},\"count\":10,\"p95\":4200.5},"
                + "{\"labels\":{\"model\":\"claude\"},\"p95\":100}]}";
        RouterResource.collectorAnswers(breach);
        await().untilAsserted(
                        () -> when().get("/api/v1/rules").then().body("data.groups[0].rules[0].state", is("pending")));
        await().until(() -> told("LLMHighLatency").equals(List.of("firing")));
        alerts("alertname=LLMHighLatency")
                .body(
                        "labels",
                        contains(Map.of("alertname", "LLMHighLatency", "model", "gpt-4o", "severity", "warning")))
                .body("[0].annotations.summary", is("P95 gpt-4o 4200.5"))
                .body("[0].generatorURL", containsString("/api/v1/metrics/request_latency_ms?window=30s&by=model"));

        Shape.assertLikeExample(
                "rules.json", when().get("/api/v1/rules").then().extract().asString());
        Shape.assertLikeExample(
                "alert-groups.json",
                given().queryParam("filter", "alertname=LLMHighLatency")
                        .get("/api/v2/alerts/groups")
                        .then()
                        .extract()
                        .asString());
        Shape.assertLikeExample(
                "deliveries.json",
                when().get("/api/v1/deliveries").then().extract().asString());

        // Longer than the alert would live if it were not passed on again.
        RouterResource.collectorAnswers("");
        await().untilAsserted(() -> when().get("/api/v1/rules")
                .then()
                .body("data.groups[0].rules[0].health", is("err"))
                .body("data.groups[0].rules[0].lastError", not(emptyOrNullString())));
        await().during(10, TimeUnit.SECONDS)
                .until(() -> !alerts("alertname=LLMHighLatency")
                        .extract()
                        .<List<?>>path("$")
                        .isEmpty());
        when().get("/api/v1/rules")
                .then()
                .body("status", is("success"))
                .body("data.groups[0].rules[0].state", is("firing"))
                .body("data.groups[0].rules[0].query", is("p95(request_latency_ms[30s]) by (model) > 3000"))
                .body("data.groups[0].rules[0].alerts.state", hasItem("firing"));

        RouterResource.collectorAnswers("{\"series\":[]}");
        await().until(() -> told("LLMHighLatency").equals(List.of("firing", "resolved")));
        when().get("/api/v1/rules")
                .then()
                .body("data.groups[0].rules[0].state", is("inactive"))
                .body("data.groups[0].rules[0].health", is("ok"))
                .body("data.groups[0].rules[0].lastError", nullValue());
    }

    // amtool

    private String amtool(int expected, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("amtool"));
        command.addAll(List.of(arguments));
        command.add("--alertmanager.url=http://127.0.0.1:" + base.getPort());
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort("amtool is not installed: " + e.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(expected, process.exitValue(), output);
        return output;
    }

    @Test
    void amtoolAddsAndQueriesAlerts() throws IOException, InterruptedException {
        amtool(0, "alert", "add", "AmtoolAlert", "severity=page", "--annotation=summary=from amtool");

        assertTrue(amtool(0, "alert", "query", "AmtoolAlert").contains("from amtool"));
        assertTrue(amtool(0, "alert", "query", "alertname=~\"Amtool.*\"", "severity=page")
                .contains("AmtoolAlert"));
        assertTrue(!amtool(0, "alert", "query", "AmtoolAlert", "severity=other").contains("from amtool"));
        assertTrue(amtool(0, "-o", "json", "alert", "query", "AmtoolAlert").contains("\"severity\":\"page\""));
    }

    @Test
    void amtoolWorksWithSilences() throws IOException, InterruptedException {
        String id = lastLine(amtool(
                0, "silence", "add", "alertname=AmtoolSilence", "--author=me", "--comment=by amtool", "--duration=1h"));

        assertTrue(amtool(0, "silence", "query", "alertname=AmtoolSilence").contains(id));
        String updated = amtool(0, "silence", "update", "--comment=longer", "--duration=2h", id);
        assertTrue(updated.contains("longer"), updated);
        amtool(
                0,
                "silence",
                "expire",
                lastLine(amtool(0, "-o", "simple", "silence", "query", "-q", "alertname=AmtoolSilence")));
        assertTrue(!amtool(0, "silence", "query", "alertname=AmtoolSilence").contains("longer"));
        assertTrue(amtool(0, "silence", "query", "--expired", "alertname=AmtoolSilence")
                .contains("longer"));
        assertTrue(amtool(1, "silence", "expire", "7bb1d8f5-4d0e-4f0b-9a0e-0a4f6d4d7a11")
                .contains("404"));
    }

    @Test
    void receiverMatchersChooseByTheNameOfReceivers() {
        post("[" + alert("Matched", ",\"team\":\"db\"") + "]").statusCode(200);

        given().queryParam("receiver_matchers", "name=~\"d.\"")
                .get("/api/v2/receivers")
                .then()
                .body("name", contains("db"));
        for (String path : List.of("/api/v2/alerts", "/api/v2/alerts/groups")) {
            given().queryParam("filter", "alertname=Matched")
                    .queryParam("receiver_matchers", "name=db")
                    .get(path)
                    .then()
                    .body("$", hasSize(1));
            given().queryParam("filter", "alertname=Matched")
                    .queryParam("receiver_matchers", "name=nobody")
                    .get(path)
                    .then()
                    .body("$", empty());
        }
        given().queryParam("receiver_matchers", "=")
                .get("/api/v2/receivers")
                .then()
                .statusCode(400)
                .body(startsWith("\"bad matcher format"));
    }

    @Test
    void amtoolImportsSilences() throws IOException, InterruptedException {
        String id = lastLine(amtool(
                0, "silence", "add", "alertname=AmtoolImport", "--author=me", "--comment=once", "--duration=1h"));
        Path file = Files.createTempFile("silences", ".json");
        Files.writeString(file, lastLine(amtool(0, "-o", "json", "silence", "query", "alertname=AmtoolImport")));
        amtool(0, "silence", "expire", id);
        assertTrue(!amtool(0, "silence", "query", "alertname=AmtoolImport").contains("once"));

        amtool(0, "silence", "import", file.toString());

        assertTrue(amtool(0, "silence", "query", "alertname=AmtoolImport").contains("once"));
    }

    @Test
    void amtoolQueriesAlertsByStateAndReceiver() throws IOException, InterruptedException {
        amtool(0, "alert", "add", "AmtoolState", "team=db");
        amtool(0, "silence", "add", "alertname=AmtoolState", "--author=me", "--comment=x", "--duration=1h");

        assertTrue(!amtool(0, "alert", "query", "AmtoolState").contains("AmtoolState"));
        assertTrue(amtool(0, "alert", "query", "-s", "AmtoolState").contains("AmtoolState"));
        assertTrue(!amtool(0, "alert", "query", "-a", "-s", "-r", "sink", "AmtoolState")
                .contains("AmtoolState"));
        assertTrue(amtool(0, "alert", "query", "-a", "-s", "-r", "d.", "AmtoolState")
                .contains("AmtoolState"));
    }

    @Test
    void versionOneOfTheApiIsGone() {
        for (String path : List.of("status", "receivers", "alerts", "silences", "silence/1")) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                given().request(method, "/api/v1/" + path)
                        .then()
                        .statusCode(410)
                        .body("status", is("deprecated"))
                        .body("error", containsString("v1 API was deprecated"));
            }
        }
        when().get("/prometheus/api/v1/alerts").then().statusCode(200).body("status", is("success"));
    }

    private static String lastLine(String output) {
        return output.strip().lines().toList().getLast().strip();
    }

    @Test
    void amtoolReadsTheConfiguration() throws IOException, InterruptedException {
        assertTrue(amtool(0, "config", "show").contains("resolve_timeout: 5m"));
        assertTrue(amtool(0, "config", "routes", "show").contains("receiver: db"));
        assertEquals("db", lastLine(amtool(0, "config", "routes", "test", "team=db")));
        assertTrue(amtool(0, "cluster", "show").contains("disabled"));
        assertEquals("nobody", lastLine(amtool(0, "config", "routes", "test", "quiet=yes")));
    }

    // Deliveries

    @Test
    void deliveriesAreFoundByWhatTheyNamed() {
        post("[" + alert("Findable", ",\"model\":\"gpt-4o\"") + "]").statusCode(200);
        await().until(() -> given().queryParam("filter", "alertname=Findable")
                .get("/api/v1/deliveries")
                .then()
                .extract()
                .path("deliveries.size()")
                .equals(1));
        String fingerprint = alerts("alertname=Findable").extract().path("[0].fingerprint");

        io.restassured.response.Response found = given().queryParam(
                        "filter", "model=~\"gpt-.*\"", "alertname=\"Findable\"")
                .queryParam("receiver", "sink")
                .queryParam("integration", "webhook")
                .queryParam("fingerprint", fingerprint)
                .queryParam("from", Instant.now().minusSeconds(600).toString())
                .get("/api/v1/deliveries");
        found.then()
                .statusCode(200)
                .body("deliveries", hasSize(1))
                .body("deliveries[0].status", is("delivered"))
                .body("deliveries[0].alerts[0].model", is("gpt-4o"));
        int id = found.path("deliveries[0].id");
        when().get("/api/v1/deliveries/" + id).then().statusCode(200).body("tries", empty());
        when().post("/api/v1/deliveries/" + id + "/resend").then().statusCode(404);
        given().queryParam("filter", "alertname=Findable")
                .queryParam("undelivered", "true")
                .get("/api/v1/deliveries")
                .then()
                .body("deliveries", empty());
        given().queryParam("before", id)
                .queryParam("filter", "alertname=Findable")
                .get("/api/v1/deliveries")
                .then()
                .body("deliveries", empty());
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "fingerprint,xyz", "from,yesterday", "before,one", "filter,foo"})
    void badDeliveryQueryNamesTheParameter(String name, String value) {
        given().queryParam(name, value)
                .get("/api/v1/deliveries")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(name));
    }

    @Test
    void testOfAReceiverIsSentAtOnceAndLeavesNoTrace() {
        when().post("/api/v1/receivers/sink/test")
                .then()
                .statusCode(200)
                .body("receiver", is("sink"))
                .body("results", hasSize(1))
                .body("results[0].status", is("delivered"));

        when().get(URI.create(System.getProperty("test.sink.url")))
                .then()
                .body("find { it.groupLabels.alertname == 'TestNotification' }.status", is("firing"));
        alerts("alertname=TestNotification").body("$", empty());
        given().queryParam("filter", "alertname=TestNotification")
                .get("/api/v1/deliveries")
                .then()
                .body("deliveries", empty());
        when().post("/api/v1/receivers/nosuch/test").then().statusCode(404);
    }

    @Test
    void answerToACallThatNobodySignedIsRefused() {
        given().contentType("application/x-www-form-urlencoded")
                .formParam("Digits", "1")
                .post("/api/v1/voice/answer?delivery=x")
                .then()
                .statusCode(404);
    }

    // Configuration

    @Test
    void configurationIsTriedWithoutBeingUsed() {
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "config",
                        "route: {receiver: a, routes: [{matchers: [team=\"x\"], receiver: b}]}\n"
                                + "receivers: [{name: a}, {name: b}]\n",
                        "labels",
                        Map.of("team", "x")))
                .post("/api/v1/config/check")
                .then()
                .statusCode(200)
                .body("valid", is(true))
                .body("receivers", contains("a", "b"))
                .body("told", contains("b"));
        given().contentType(ContentType.JSON)
                .body(Map.of("config", "route: {receiver: a}\nreceivers:\n- name: a\n  oddity: 1\n"))
                .post("/api/v1/config/check")
                .then()
                .statusCode(200)
                .body("valid", is(false))
                .body("error", containsString("line 4: receivers[0]: unknown key 'oddity'"));
        when().get("/api/v2/receivers").then().body("name", hasItem("sink"));
    }

    @Test
    void earlierConfigurationIsUsedAgainUntilAReload() throws IOException {
        Path file = Path.of(System.getProperty("test.config.file"));
        String good = Files.readString(file);
        when().post("/-/reload").then().statusCode(200);
        int first = when().get("/api/v1/config/versions")
                .then()
                .statusCode(200)
                .body("versions.find { it.active }.origin", is("files"))
                .extract()
                .path("versions[0].version");
        try {
            Files.writeString(file, good.replace("- name: db\n", "- name: db\n- name: second\n"));
            when().post("/-/reload").then().statusCode(200);
            when().get("/api/v2/receivers").then().body("name", hasItem("second"));

            when().post("/api/v1/config/versions/" + first + "/rollback")
                    .then()
                    .statusCode(200)
                    .body("pinned", is(true))
                    .body("origin", is("roll-back to " + first));

            when().get("/api/v2/receivers").then().body("name", contains("sink", "db", "nobody"));
            when().post("/-/reload").then().statusCode(200);
            when().get("/api/v2/receivers").then().body("name", hasItem("second"));
        } finally {
            Files.writeString(file, good);
            when().post("/-/reload").then().statusCode(200);
        }
        when().get("/api/v1/config/versions")
                .then()
                .body("versions.size()", org.hamcrest.Matchers.greaterThanOrEqualTo(3))
                .body("versions[0].active", is(true));
        when().post("/api/v1/config/versions/999999/rollback").then().statusCode(404);
        when().post("/api/v1/config/versions/x/rollback").then().statusCode(400);
    }

    @Test
    void hangUpReloadsTheFiles() throws Exception {
        Path file = Path.of(System.getProperty("test.config.file"));
        String good = Files.readString(file);
        try {
            Files.writeString(file, good.replace("- name: db\n", "- name: db\n- name: hung-up\n"));

            new ProcessBuilder(
                            "kill",
                            "-HUP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();

            await().until(() -> when().get("/api/v2/receivers")
                    .then()
                    .extract()
                    .<List<String>>path("name")
                    .contains("hung-up"));
        } finally {
            Files.writeString(file, good);
            when().post("/-/reload").then().statusCode(200);
        }
    }
}
