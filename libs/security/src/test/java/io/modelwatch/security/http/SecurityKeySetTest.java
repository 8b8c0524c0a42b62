package io.modelwatch.security.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = KeySetService.class, restrictToAnnotatedClass = true)
class SecurityKeySetTest {

    private static String token(String keyId, List<String> roles) {
        return Jwt.issuer("https://idp.example.org")
                .audience("monitoring")
                .upn("alice@example.org")
                .claim("realm_access", Map.of("roles", roles))
                .expiresIn(Duration.ofMinutes(5))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(keyId)
                .sign(KeySetService.key());
    }

    @Test
    void tokensOfAnIdentityProviderAreCheckedWithItsSetOfKeys() {
        given().header("Authorization", "Bearer " + token(KeySetService.KEY_ID, List.of("viewer", "offline_access")))
                .get("/api/v1/things")
                .then()
                .statusCode(200)
                .body(equalTo("alice@example.org"));
        given().header("Authorization", "Bearer " + token(KeySetService.KEY_ID, List.of("offline_access")))
                .get("/api/v1/things")
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + token("another-key", List.of("admin")))
                .get("/api/v1/things")
                .then()
                .statusCode(401);
    }

    @Test
    void withoutUsersNobodyGetsInByPassword() {
        given().auth()
                .preemptive()
                .basic("viewer", GuardedService.PASSWORD)
                .get("/api/v1/things")
                .then()
                .statusCode(401);
    }
}
