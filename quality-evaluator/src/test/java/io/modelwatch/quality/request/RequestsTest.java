package io.modelwatch.quality.request;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.modelwatch.devstack.OwnStores;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns, embeddings and labelled metrics over HTTP. */
@QuarkusTest
@OwnStores
class RequestsTest {

    private static ValidatableResponse post(String path, String body) {
        return given().config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    @Test
    void numbersThatMoved() {
        post("/api/v1/drift/column", """
                {"type": "num", "reference": [1, 2, 3, null, 4, 5, 6, 7, 8], "current": [11, 12, 13, 14, 15, 16, 17]}""")
                .statusCode(200)
                .body("status", equalTo("assessed"))
                .body("drift", equalTo(true))
                .body("method", equalTo("ks"))
                .body("reference_count", equalTo(8))
                .body("reference_missing", equalTo(1))
                .body("methods.ks.threshold", equalTo(0.05))
                .body("methods.ks.drift", equalTo(true))
                .body("methods.psi.drift", equalTo(true))
                .body("methods", hasKey("wasserstein"))
                .body("methods", not(hasKey("mmd")));
    }

    @Test
    void answersThatAreNearCopies() {
        String copy = "\"Thank you for contacting us. Your ticket %d is important to us. Have a nice day!\"";
        String copies = java.util.stream.IntStream.range(0, 6)
                .mapToObj(copy::formatted)
                .collect(java.util.stream.Collectors.joining(","));
        post("/api/v1/diversity", "{\"responses\": [null, \"Paris is the capital of France.\"," + copies + "]}")
                .statusCode(200)
                .body("status", equalTo("assessed"))
                .body("flagged", equalTo(true))
                .body("responses", equalTo(7))
                .body("templates[0].first", equalTo(2))
                .body("templates[0].count", equalTo(6))
                .body("distinct", org.hamcrest.Matchers.hasSize(3));
        post("/api/v1/diversity", "{\"responses\": [\"One.\"]}")
                .statusCode(200)
                .body("status", equalTo("not_assessed"))
                .body("reason", containsString("fewer than 5"));
        post("/api/v1/diversity", "{\"responses\": [[]]}")
                .statusCode(400)
                .body("errors.field", hasItem("/responses/0"));
    }

    @Test
    void categoriesAndChosenMethods() {
        post("/api/v1/drift/column", """
                {"type": "cat", "reference": ["a", "b", "a", "b"], "current": ["a", "b"], "methods": ["psi", "mmd"]}""")
                .statusCode(200)
                .body("drift", equalTo(false))
                .body("method", equalTo("z"))
                .body("methods.z.value", closeTo(1, 1e-9))
                .body("methods.psi.value", closeTo(0, 1e-9))
                .body("methods.mmd.value", nullValue())
                .body("methods.mmd.reason", equalTo("is for numbers"))
                .body("methods.size()", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num|[]|[1, 2]",
                "num|[1]|[null, null]",
                "cat|[]|[]",
                "text|[\"a\"]|[\"b\"]",
                "num|[3]|[3]",
                "num|[3, 3, 3, 3, 3, 3]|[3, 3, 3, 3, 3, 3, 3]",
                "num|[1e150, -1e150, 1, 2, 3, 4, 5]|[1e150, -1e150, 1e149, 7, 8]",
                "cat|[true, 1, \"x\", null]|[false]",
            })
    void whateverComesIsAnsweredInJson(String type, String reference, String current) {
        String answer = post(
                        "/api/v1/drift/column",
                        "{\"type\":\"" + type + "\",\"reference\":" + reference + ",\"current\":" + current + "}")
                .statusCode(200)
                .extract()
                .asString();

        assertFalse(answer.contains("NaN") || answer.contains("Infinity"), answer);
    }

    @Test
    void emptySidesAreNotAssessed() {
        post("/api/v1/drift/column", "{\"type\":\"num\",\"reference\":[],\"current\":[1]}")
                .statusCode(200)
                .body("status", equalTo("not_assessed"))
                .body("drift", equalTo(false))
                .body("reason", equalTo("no values in the reference"));
    }

    @Test
    void whatIsWrongIsNamed() {
        post("/api/v1/drift/column", """
                {"type": "numeric", "reference": {}, "current": [1, [2]], "methods": ["psi", "magic"]}""")
                .statusCode(400)
                .body("errors.field", hasItem("/type"))
                .body("errors.field", hasItem("/reference"))
                .body("errors.field", hasItem("/current/1"))
                .body("errors.field", hasItem("/methods/1"));
        post("/api/v1/drift/column", "[{}]").statusCode(400).body("type", containsString("malformed-body"));
        post("/api/v1/drift/embeddings", "{\"reference\":[[1,2],[3]],\"current\":[[1,2]]}")
                .statusCode(400)
                .body("errors.field", hasItem("/reference/1"));
    }

    @Test
    void embeddings() {
        post("/api/v1/drift/embeddings", """
                {"reference": [[0, 0], [0, 1], [1, 0]], "current": [[5, 5], [5, 6], [6, 5]]}""")
                .statusCode(200)
                .body("drift", equalTo(true))
                .body("method", equalTo("distance_euclidean"))
                .body("methods.distance_euclidean.value", closeTo(Math.sqrt(50), 1e-9))
                .body("methods.mmd.drift", equalTo(true))
                .body("methods.ratio.value", closeTo(1, 1e-9));
    }

    @Test
    void classification() {
        post("/api/v1/metrics/classification", """
                {"y_true": [1, 0, 1, null, 0], "y_pred": [1, 0, 0, 1, 0], "y_score": [0.9, 0.2, 0.4, 0.5, 0.1],
                 "segment": ["a", "a", "b", "b", "b"]}""")
                .statusCode(200)
                .body("count", equalTo(4))
                .body("missing", equalTo(1))
                .body("accuracy", closeTo(0.75, 1e-12))
                .body("roc_auc", closeTo(1, 1e-12))
                .body("confusion_matrix", equalTo(java.util.List.of(java.util.List.of(2, 0), java.util.List.of(1, 1))))
                .body("per_class.'1'.recall", closeTo(0.5, 1e-12))
                .body("groups.b.tpr", closeTo(0, 1e-12))
                .body("fairness.disparate_impact", closeTo(0, 1e-12));
    }

    @Test
    void labelsThatDoNotFit() {
        post("/api/v1/metrics/classification", "{\"y_true\":[1,0],\"y_pred\":[1],\"y_score\":[2,1]}")
                .statusCode(400);
        post("/api/v1/metrics/classification", "{\"y_true\":[1,0]}")
                .statusCode(400)
                .body("errors.field", hasItem("/y_pred"));
        post("/api/v1/metrics/classification", "{\"y_true\":[],\"y_pred\":[]}")
                .statusCode(200)
                .body("status", equalTo("not_assessed"));
    }

    @Test
    void regression() {
        post("/api/v1/metrics/regression", "{\"y_true\":[1,2,3],\"y_pred\":[1,2,4]}")
                .statusCode(200)
                .body("mae", closeTo(1 / 3.0, 1e-12))
                .body("r2", closeTo(0.5, 1e-12));
    }
}
