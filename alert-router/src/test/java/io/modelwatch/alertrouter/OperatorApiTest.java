package io.modelwatch.alertrouter;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service has that Alertmanager lacks, beside a real Alertmanager. */
@QuarkusTest
@OwnStores
@WithTestResource(value = AlertmanagerResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class OperatorApiTest {

    @TestHTTPResource
    URI base;

    @BeforeEach
    void whereTheServiceIs() {
        System.setProperty("test.router.url", base.toString());
    }

    @BeforeAll
    static void patience() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        io.restassured.RestAssured.config = RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }

    private static String alert(String name, String severity, String cluster) {
        return """
                {"labels":{"alertname":"%s","severity":"%s","cluster":"%s"},"startsAt":"%s","endsAt":"%s"}""".formatted(
                        name, severity, cluster, Instant.now(), Instant.now().plusSeconds(900));
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static void fire(String name, String severity) {
        post("/api/v2/alerts", "[" + alert(name, severity, name) + "]").statusCode(200);
    }

    private static ValidatableResponse explain(String name) {
        return given().queryParam("filter", "alertname=\"" + name + "\"")
                .get("/api/v1/explain")
                .then();
    }

    @Test
    void besideAnAlertmanagerNothingIsSentAndNothingDiffers() {
        String there = System.getProperty("test.alertmanager.url");
        Assumptions.assumeFalse(there.isEmpty(), "prometheus-alertmanager is not installed");
        await().ignoreExceptions().until(() -> given().get(there + "/-/ready").statusCode() == 200);
        String silence = post(there + "/api/v2/silences", """
                        {"matchers":[{"name":"alertname","value":"Hush.*","isRegex":true}],"startsAt":"%s","endsAt":"%s",
                         "createdBy":"ann","comment":"taken over"}""".formatted(
                                Instant.now(), Instant.now().plusSeconds(3600)))
                .statusCode(200)
                .extract()
                .path("silenceID");

        post("/api/v1/shadow/import-silences", "").statusCode(200).body("imported", is(1));
        post("/api/v1/shadow/import-silences", "").body("imported", is(0)).body("known", is(1));
        when().get("/api/v2/silence/" + silence)
                .then()
                .statusCode(200)
                .body("createdBy", is("ann"))
                .body("status.state", is("active"));

        // The same alerts go to both: one pages, one is inhibited by it, one is silenced, two share a group.
        String alerts = "["
                + String.join(
                        ",",
                        alert("ShadowDown", "critical", "c1"),
                        alert("ShadowSlow", "warning", "c1"),
                        alert("HushNow", "warning", "c2"),
                        alert("ShadowPair", "info", "c3"),
                        alert("ShadowPair", "info", "c4"))
                + "]";
        post("/api/v2/alerts", alerts).statusCode(200);
        post(there + "/api/v2/alerts", alerts).statusCode(200);

        await().untilAsserted(() -> when().get("/api/v1/shadow")
                .then()
                .statusCode(200)
                .body("alerts.only_there", empty())
                .body("alerts.different", empty())
                .body("groups.only_there", empty())
                .body("groups.different", empty())
                .body("notifications.there", is(2))
                .body("notifications.only_there", empty())
                .body("notifications.different", empty()));
        given().queryParam("limit", 1000)
                .get("/api/v1/deliveries")
                .then()
                .body("deliveries", not(empty()))
                .body("deliveries.status", everyItem(is("unsent")))
                .body("deliveries.attempts", everyItem(is(0)));

        // What only the Alertmanager gets is named.
        post(there + "/api/v2/alerts", "[" + alert("OnlyThere", "info", "c5") + "]")
                .statusCode(200);
        await().untilAsserted(() -> when().get("/api/v1/shadow")
                .then()
                .body("same", is(false))
                .body("alerts.only_there", hasItem(containsString("OnlyThere")))
                .body("groups.only_there", hasItem(containsString("OnlyThere"))));
    }

    @Test
    void badQuestionsAboutTheShadowAreRefused() {
        given().queryParam("window", "soon").get("/api/v1/shadow").then().statusCode(400);
        post("/api/v1/shadow/notifications", "{").statusCode(400).contentType("application/problem+json");
        post("/api/v1/shadow/notifications", "{}").statusCode(400).body("detail", containsString("groupKey"));
    }

    @Test
    void explanationTellsTheRouteTheGroupAndTheSends() {
        fire("Explained", "critical");

        await().untilAsserted(() -> explain("Explained")
                .statusCode(200)
                .body("matched", is(1))
                .body("alerts[0].state", is("active"))
                .body("alerts[0].routes", hasSize(1))
                .body("alerts[0].routes[0].path", contains("{}", "{severity=\"critical\"}"))
                .body("alerts[0].routes[0].receiver", is("page"))
                .body("alerts[0].routes[0].group_key", is("{}/{severity=\"critical\"}:{alertname=\"Explained\"}"))
                .body("alerts[0].routes[0].next_flush", notNullValue())
                .body("alerts[0].routes[0].integrations[0].told", is("firing"))
                .body("alerts[0].routes[0].integrations[0].next_reason", is("repeat interval elapsed"))
                .body("alerts[0].routes[0].integrations[0].next_send", notNullValue())
                .body("alerts[0].routes[0].integrations[0].attempts[0].reason", is("first notification"))
                .body("alerts[0].routes[0].integrations[0].attempts[0].state", is("unsent")));
        String fingerprint = explain("Explained").extract().path("alerts[0].fingerprint");
        given().queryParam("fingerprint", fingerprint)
                .get("/api/v1/explain")
                .then()
                .statusCode(200)
                .body("alerts[0].labels.alertname", is("Explained"));
    }

    @Test
    void explanationTellsWhatKeepsAnAlertQuiet() {
        String id = post("/api/v2/silences", silence("Quiet", "1h"))
                .statusCode(200)
                .extract()
                .path("silenceID");
        fire("Quiet", "warning");

        explain("Quiet")
                .statusCode(200)
                .body("alerts[0].state", is("suppressed"))
                .body("alerts[0].silenced_by", contains(id))
                .body("alerts[0].routes[0].integrations[0].told", is("nothing"))
                .body("alerts[0].routes[0].integrations[0].next_send", nullValue())
                .body("alerts[0].routes[0].integrations[0].next_reason", is("silenced"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter=alertname%3D%22Nobody%22 | 404 | no alert is known",
                "fingerprint=0000000000000000    | 404 | no alert is known",
                "x=y                             | 400 | give either fingerprint, or filter",
                "filter=%3D%3D                   | 400 | filter:",
            })
    void badQuestionsForAnExplanationAreRefused(String query, int status, String detail) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/explain?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    private static String silence(String name, String length) {
        return """
                {"matchers":[{"name":"alertname","value":"%s","isRegex":false}],"startsAt":"%s","endsAt":"%s",
                 "createdBy":"me","comment":""}""".formatted(
                name, Instant.now(), Instant.now().plus(io.modelwatch.alertrouter.time.Durations.parse(length)));
    }

    @Test
    void previewCountsWhatASilenceWouldMute() {
        fire("Previewed", "info");

        given().queryParam("filter", "alertname=\"Previewed\"")
                .get("/api/v1/silence-preview")
                .then()
                .statusCode(200)
                .body("matched", is(1))
                .body("already_silenced", is(0))
                .body("alerts[0].labels.alertname", is("Previewed"));
        when().get("/api/v1/silence-preview").then().statusCode(400);
        given().queryParam("filter", "a=~\"(\"")
                .get("/api/v1/silence-preview")
                .then()
                .statusCode(400);
    }

    @Test
    void overBroadSilencesAreRefused() {
        for (int i = 0; i < 4; i++) {
            post("/api/v2/alerts", "[" + alert("Broad", "info", "broad-" + i) + "]")
                    .statusCode(200);
        }
        String refused = post("/api/v2/silences", silence("Broad", "1h"))
                .statusCode(400)
                .extract()
                .asString();
        assertEquals("\"silence is too broad: it mutes 4 alerts that fire now (limit: 3)\"", refused.strip());
        assertEquals(
                "\"silence is longer than allowed: 31d (limit: 30d)\"",
                post("/api/v2/silences", silence("Long", "31d"))
                        .statusCode(400)
                        .extract()
                        .asString()
                        .strip());
        assertEquals(
                "\"silence is too broad: at least one matcher must be an equality with a value\"",
                post("/api/v2/silences", silence("Any", "1h").replace("\"isRegex\":false", "\"isRegex\":true"))
                        .statusCode(400)
                        .extract()
                        .asString()
                        .strip());
    }

    @Test
    void recurringSilenceBecomesSilencesThatClientsOfAlertmanagerSee() {
        fire("Nightly", "info");
        String id = post("/api/v1/recurring-silences", """
                        {"matchers":["alertname=\\"Nightly\\""],"cron":"* * * * *","zone":"Asia/Shanghai",
                         "duration":"2m","created_by":"ann","comment":"backup"}""")
                .statusCode(200)
                .body("next", hasSize(3))
                .body("zone", is("Asia/Shanghai"))
                .extract()
                .path("id");

        await().untilAsserted(() -> given().queryParam("filter", "alertname=\"Nightly\"")
                .get("/api/v2/alerts")
                .then()
                .body("[0].status.state", is("suppressed")));
        when().get("/api/v1/recurring-silences").then().body("recurring_silences.id", hasItem(id));
        String first = when().get("/api/v1/recurring-silences")
                .then()
                .extract()
                .path("recurring_silences.find { it.id == '" + id + "' }.next[0].silence_id");
        when().get("/api/v2/silence/" + first)
                .then()
                .statusCode(200)
                .body("createdBy", is("ann"))
                .body("annotations.recurring_silence", is(id));

        when().delete("/api/v1/recurring-silences/" + id).then().statusCode(204);

        await().untilAsserted(() -> given().queryParam("filter", "alertname=\"Nightly\"")
                .get("/api/v2/alerts")
                .then()
                .body("[0].status.state", is("active")));
        when().delete("/api/v1/recurring-silences/" + id).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *    | * * * *     | cron is not valid",
                "* * * * *    | 61 * * * *  | cron is not valid",
                "* * * * *    | 0 0 31 2 *  | cron does not come within a year",
                "Asia/Shanghai| Asia/Nowhere| zone is not valid: unknown time zone",
                "2m           | 40d         | duration must be there and be between 1s and 31d",
                "2m           | soon        | duration is not valid",
                "ann          | ''          | created_by must be there",
                "alertname=   | alertname=~ | matchers must have one that does not match the empty string",
            })
    void badRecurringSilenceIsRefused(String good, String bad, String detail) {
        String body = """
                {"matchers":["alertname=.*"],"cron":"* * * * *","zone":"Asia/Shanghai","duration":"2m",
                 "created_by":"ann"}""";
        post("/api/v1/recurring-silences", body.replace(good, bad))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void acknowledgementHasAnOwnerAndEndsWithTheAlert() {
        fire("Taken", "critical");
        fire("TakenToo", "critical");
        post("/api/v1/acknowledgements", """
                        {"matchers":["alertname=~\\"Taken.*\\""],"owner":"ann","comment":"on it","timeout":"1h"}""")
                .statusCode(200)
                .body("acknowledgements", hasSize(2))
                .body("acknowledgements.owner", everyItem(is("ann")))
                .body("acknowledgements[0].until", notNullValue());

        explain("Taken").body("alerts[0].acknowledged.owner", is("ann"));
        String fingerprint = explain("Taken").extract().path("alerts[0].fingerprint");
        post(
                        "/api/v2/alerts",
                        "[{\"labels\":{\"alertname\":\"Taken\",\"severity\":\"critical\",\"cluster\":\"Taken\"},"
                                + "\"endsAt\":\"" + Instant.now() + "\"}]")
                .statusCode(200);

        when().get("/api/v1/acknowledgements").then().body("acknowledgements.labels.alertname", contains("TakenToo"));
        fire("Taken", "critical");
        explain("Taken").body("alerts[0].acknowledged", nullValue());
        when().delete("/api/v1/acknowledgements/" + fingerprint).then().statusCode(404);
        String other = explain("TakenToo").extract().path("alerts[0].fingerprint");
        when().delete("/api/v1/acknowledgements/" + other).then().statusCode(204);
        explain("TakenToo").body("alerts[0].acknowledged", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"owner\":\"ann\"}                                       | 400 | fingerprint or matchers must be there",
                "{\"owner\":\"\",\"fingerprint\":\"1\"}                    | 400 | owner must be there",
                "{\"owner\":1}                                             | 400 | owner must be a text",
                "{\"owner\":\"a\",\"matchers\":\"x\"}                      | 400 | matchers must be a list",
                "{\"owner\":\"a\",\"matchers\":[\"a=~\\\"(\\\"\"]}         | 400 | matchers is not valid",
                "{\"owner\":\"a\",\"fingerprint\":\"xyz\"}                 | 400 | fingerprint is not valid",
                "{\"owner\":\"a\",\"fingerprint\":\"12\"}                  | 404 | no alert that fires is meant",
                "[]                                                        | 400 | must be a JSON object",
                "{                                                         | 400 | no JSON",
            })
    void badAcknowledgementIsRefused(String body, int status, String detail) {
        post("/api/v1/acknowledgements", body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void faultsOfBatchesCostNoNeighbour() {
        List<String> alerts = new java.util.ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            alerts.add(
                    i % 100 == 7
                            ? "{\"labels\":{}}"
                            : "{\"labels\":{\"alertname\":\"Batch\",\"n\":\"" + i + "\"},\"endsAt\":\""
                                    + Instant.now().plusSeconds(600) + "\"}");
        }
        long start = System.nanoTime();
        String refused = post("/api/v2/alerts", "[" + String.join(",", alerts) + "]")
                .statusCode(400)
                .extract()
                .asString();
        assertEquals(100, refused.split("at least one label pair required", -1).length - 1);
        assertEquals(
                9_900,
                given().queryParam("filter", "alertname=Batch")
                        .get("/api/v2/alerts")
                        .then()
                        .extract()
                        .<List<?>>path("$")
                        .size());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        org.junit.jupiter.api.Assertions.assertTrue(took.compareTo(Duration.ofSeconds(60)) < 0, "took " + took);
    }
}
