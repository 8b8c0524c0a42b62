package io.modelwatch.collector.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modelwatch.collector.cost.CurrentPrices.Look;
import io.modelwatch.collector.request.RecordBounds;
import io.modelwatch.collector.request.RequestParser;
import io.modelwatch.intake.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentPricesTest {

    @TempDir
    Path folder;

    @Test
    void aChangedFileIsReadAndABadOneChangesNothing() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("prices.json"), "{\"m\":{\"input_cost_per_token\":1}}");
        CurrentPrices prices = new CurrentPrices(builtIn(), file, CostOrder.SENDER);
        assertEquals(1, cost(prices));
        assertInstanceOf(Look.Unchanged.class, prices.look());

        // When, Then
        Files.writeString(file, "{\"m\":{\"input_cost_per_token\":25}}");
        assertEquals(new Look.Read(1), prices.look());
        assertEquals(25, cost(prices));
        Files.writeString(file, "{\"m\":{\"input_cost_per_token\":-1}}");
        assertInstanceOf(Look.Failed.class, prices.look());
        assertInstanceOf(Look.Unchanged.class, prices.look());
        assertEquals(25, cost(prices));
        Files.delete(file);
        assertInstanceOf(Look.Failed.class, prices.look());
        assertInstanceOf(Look.Unchanged.class, prices.look());
        assertEquals(25, cost(prices));
        Files.writeString(file, "{\"other\":{\"input_cost_per_token\":3}}");
        assertEquals(new Look.Read(1), prices.look());
        assertEquals(0.5, cost(prices));
    }

    @Test
    void aBadFileStopsTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), "[]");
        assertThrows(IllegalArgumentException.class, () -> new CurrentPrices(builtIn(), file, CostOrder.SENDER));
        Path nowhere = folder.resolve("nowhere");
        assertThrows(IllegalArgumentException.class, () -> new CurrentPrices(builtIn(), nowhere, CostOrder.SENDER));
    }

    private static PriceTable builtIn() throws IOException {
        return PriceTable.read(
                new ByteArrayInputStream("{\"m\":{\"input_cost_per_token\":0.5}}".getBytes(StandardCharsets.UTF_8)));
    }

    private static double cost(Pricing prices) {
        BigDecimal amount = prices.costOf(new RequestParser(RecordBounds.DEFAULT, InstantSource.system())
                        .parse(Fields.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("request_id", "r")
                                .put("model", "m")
                                .put("status", "success")
                                .put("input_tokens", 1))))
                .amountOrNull();
        return amount == null ? -1 : amount.doubleValue();
    }
}
