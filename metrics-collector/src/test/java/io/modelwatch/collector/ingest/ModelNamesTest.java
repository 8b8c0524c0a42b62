package io.modelwatch.collector.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.intake.Fields;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ModelNamesTest {

    private final ModelNames models = new ModelNames(origin -> origin.model().equals("priced"), 2);

    @Test
    void aModelThatNeverWorkedAndHasNoPriceIsOther() {
        assertEquals("other", model("typo", "error"));
        assertEquals("priced", model("priced", "error"));
        assertEquals("local", model("local", "success"));
        assertEquals("local", model("local", "error"));
        assertEquals("typo", model("typo", "success"));
        assertEquals("typo", model("typo", "error"));
        assertEquals(1, models.unknown());
    }

    @Test
    void theOnesUsedLastAreRemembered() {
        model("a", "success");
        model("b", "success");
        model("a", "error");
        model("c", "success");
        assertEquals("a", model("a", "error"));
        assertEquals("other", model("b", "error"));
    }

    private String model(String name, String status) {
        return models.known(new RequestParser(RecordBounds.DEFAULT, InstantSource.system())
                        .parse(Fields.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("request_id", "r")
                                .put("model", name)
                                .put("status", status))))
                .origin()
                .model();
    }
}
