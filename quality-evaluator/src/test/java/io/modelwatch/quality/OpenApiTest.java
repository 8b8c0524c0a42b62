package io.modelwatch.quality;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@OwnStores
class OpenApiTest {

    @Test
    void theCommittedDescriptionIsWhatIsServed() throws IOException {
        String served =
                given().get("/q/openapi").then().statusCode(200).extract().asString();
        Path committed = Path.of("openapi.yaml");

        String described = Files.exists(committed) ? Files.readString(committed) : "";
        if (!described.equals(served)) {
            Files.writeString(Path.of("target", "openapi.yaml"), served);
        }
        assertEquals(described, served, "openapi.yaml is not what the service serves; target/openapi.yaml is");
    }
}
