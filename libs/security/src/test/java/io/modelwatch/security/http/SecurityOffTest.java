package io.modelwatch.security.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecurityOffTest {

    @Test
    void everybodyMayDoEverything() {
        given().get("/api/v1/things").then().statusCode(200).body(equalTo("nobody"));
        given().get("/api/v1/nobody-listed-this").then().statusCode(200);
        given().get("/no/such/path").then().statusCode(404);
        given().body("x").post("/_bulk").then().statusCode(200);
    }

    @Test
    void headersAreThereAllTheSame() {
        given().get("/api/v1/things").then().header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void pageThatTheBrowserHappensToShowCannotChangeAnything() {
        given().header("Origin", "https://evil.example.org")
                .delete("/api/v1/things/1")
                .then()
                .statusCode(403);
        // Its name points to 127.0.0.1 now.
        given().header("Host", "evil.example.org")
                .get("/api/v1/things")
                .then()
                .statusCode(421)
                .body("type", equalTo("urn:modelwatch:problem:wrong-host"));
    }

    @Test
    void changesAreWrittenDownAllTheSame() {
        try (AuditLines audit = new AuditLines()) {
            given().delete("/api/v1/things/1").then().statusCode(204);

            List<String> lines = audit.await(1);

            assertTrue(lines.getFirst().contains("\"principal\":\"anonymous\""), lines.toString());
        }
    }
}
