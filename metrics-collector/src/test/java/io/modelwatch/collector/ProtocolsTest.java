package io.modelwatch.collector;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other programs send in protocols of their own, into the whole service. */
@QuarkusTest
@OwnStores
@WithTestResource(value = FakeNeighbours.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ProtocolsTest {

    private static final String JSON = "application/json";

    private FakeNeighbour logs;
    private FakeNeighbour quality;

    @BeforeEach
    void listen() {
        logs = FakeNeighbour.logIndexer();
        quality = FakeNeighbour.qualityEvaluator();
    }

    @AfterEach
    void stopListening() {
        logs.close();
        quality.close();
    }

    // ---- LiteLLM

    @ParameterizedTest
    @CsvSource({"json_array.json, 3", "ndjson, 3", "single, 1"})
    void everyFormatOfLiteLlmIsTakenAsJson(String file, int records) throws IOException {
        // Given
        String body = fresh(Files.readString(Path.of("src/test/resources/litellm", file)), file);

        // When
        litellm(body).then().statusCode(200).body("accepted", is(records));
        litellm(body).then().statusCode(200).body("accepted", is(0)).body("duplicates", is(records));

        // Then
        JsonNode entry = logs.record(file + "-chatcmpl-BhA1");
        assertEquals("gpt-4o", entry.get("model").asText());
        assertEquals("140", entry.get("ttft_ms").asText());
        assertEquals("0.0065", entry.get("cost_usd").asText());
        assertFalse(entry.has("response"));
    }

    @Test
    void aBadPayloadOfLiteLlmNeverCostsItsNeighbours() throws IOException {
        // Given
        String good = Files.readString(Path.of("src/test/resources/litellm/single"));

        // When
        litellm("[{\"id\":\"lite-bad\",\"model\":\"m\",\"status\":\"success\",\"prompt_tokens\":\"x\"},17,{,"
                        + fresh(good, "lite") + "]")
                .then()
                .statusCode(400);
        litellm("[{\"id\":\"lite-bad\",\"model\":\"m\",\"status\":\"success\",\"prompt_tokens\":\"x\"},17,"
                        + fresh(good, "lite") + "]")
                .then()
                .statusCode(207)
                .body("accepted", is(1))
                .body("results[0].id", is("lite-bad"))
                .body("results[0].problem.errors[0].field", is("/prompt_tokens"));
    }

    // ---- helpers

    /** The same payloads with identifiers of their own. */
    private static String fresh(String payload, String prefix) {
        return payload.replace("\"id\": \"", "\"id\": \"" + prefix + "-")
                .replaceAll("17953344(\\d\\d)(\\.\\d+)?", (Instant.now().getEpochSecond() / 100) + "$1$2");
    }

    private static Response litellm(String body) {
        return given().spec(plain(JSON))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/ingest/litellm");
    }

    private static RequestSpecification plain(String contentType) {
        return new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(JSON, ContentType.BINARY)))
                .setContentType(contentType)
                .build();
    }
}
