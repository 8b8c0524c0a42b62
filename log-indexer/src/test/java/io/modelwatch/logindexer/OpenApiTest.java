package io.modelwatch.logindexer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed description is what the service serves; where it is not, copy {@code target/openapi.yaml} over it. */
@QuarkusTest
@OwnStores
@TestProfile(ElasticsearchTestProfile.class)
class OpenApiTest {

    @TestHTTPResource
    URI service;

    @Test
    void theCommittedDescriptionIsWhatTheServiceServes() throws IOException {
        String served = new Api(service).get("/q/openapi?format=yaml").body();
        Files.writeString(Path.of("target/openapi.yaml"), served);

        assertEquals(Files.readString(Path.of("openapi.yaml")), served);
    }
}
