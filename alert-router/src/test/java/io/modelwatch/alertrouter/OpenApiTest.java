package io.modelwatch.alertrouter;

import static io.restassured.RestAssured.when;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** To renew the committed file: run with {@code -Dopenapi.update=true}. */
@QuarkusTest
@OwnStores
class OpenApiTest {

    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void theCommittedDescriptionIsWhatTheServiceServes() throws IOException {
        // When
        String served =
                when().get("/q/openapi").then().statusCode(200).extract().asString();

        // Then
        if (System.getProperty("openapi.update") != null) {
            Files.writeString(COMMITTED, served);
        }
        assertEquals(Files.readString(COMMITTED), served);
    }

    @Test
    void withoutAFileTheServiceStartsWithTheLevelsAndTheirRules() {
        when().get("/api/v2/receivers")
                .then()
                .statusCode(200)
                .body("name", org.hamcrest.Matchers.contains("p1-on-call", "p2-team", "p3-working-hours"));
        when().get("/api/v1/rules")
                .then()
                .statusCode(200)
                .body("data.groups.name", org.hamcrest.Matchers.contains("p1", "p2", "p3"));
    }
}
