package io.modelwatch.collector.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.request.Content;
import io.modelwatch.collector.request.Origin;
import io.modelwatch.collector.request.Outcome;
import io.modelwatch.collector.request.RequestRecord;
import io.modelwatch.collector.request.Status;
import io.modelwatch.collector.request.Timing;
import io.modelwatch.collector.request.Tokens;
import io.modelwatch.collector.request.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {

    private final PriceTable table = table("""
            {"sample_spec":{"input_cost_per_token":"0.0000","max_tokens":"set to max"},
             "gpt-4o":{"input_cost_per_token":2.5e-06,"output_cost_per_token":0.00001,
                       "cache_read_input_token_cost":1.25E-6,"litellm_provider":"openai","mode":"chat"},
             "thinker":{"input_cost_per_token":1e-6,"output_cost_per_token":2e-6,"output_cost_per_reasoning_token":3e-6},
             "long":{"input_cost_per_token":1e-6,"output_cost_per_token":2e-6,
                     "input_cost_per_token_above_200k_tokens":2e-6},
             "azure/eu":{"input_cost_per_token":5e-6,"output_cost_per_token":0},
             "painter":{"output_cost_per_image":0.04},
             "rich":{"input_cost_per_token":0.001,"output_cost_per_token":0.002,"cache_read_input_token_cost":0.0005,
                     "cache_creation_input_token_cost":0.0015,"input_cost_per_audio_token":0.01,
                     "output_cost_per_reasoning_token":0.003,"output_cost_per_audio_token":0.02,
                     "output_cost_per_image":0.3,
                     "input_cost_per_token_above_128k_tokens":0.01,"input_cost_per_token_above_200k_tokens":0.02,
                     "output_cost_per_token_above_128k_tokens":0.02}}""");

    @ParameterizedTest
    @CsvSource({
        // model, input, cached, output, reasoning, dollars
        "gpt-4o, 1200, 1000, 350, 0, 0.00525",
        "gpt-4o, 1200, 0, 350, 0, 0.0065",
        "gpt-4o, 0, 0, 0, 0, 0",
        "gpt-4o, 1, 0, 0, 0, 0.0000025",
        "thinker, 10, 0, 100, 40, 0.00025",
        "long, 200000, 0, 1, 0, 0.200002",
        "long, 200001, 0, 1, 0, 0.400004",
    })
    void everyTokenIsPricedOnceAndExactly(
            String model, long input, long cached, long output, long reasoning, BigDecimal dollars) {
        // When
        Cost cost = table.costOf(request(model, null, new Tokens(input, output, cached, reasoning, null), null));

        // Then
        assertEquals(0, dollars.compareTo(assertInstanceOf(Cost.Usd.class, cost).amount()), "was " + cost);
    }

    @ParameterizedTest
    @CsvSource({
        // model, input, cached, written, heard, output, reasoning, spoken, images, dollars
        "rich, 100, 10, 20, 5, 50, 10, 15, 2, 1.13",
        "rich, 128001, 0, 0, 0, 0, 0, 0, 0, 1280.01",
        "rich, 200001, 0, 0, 0, 0, 0, 0, 0, 4000.02",
        "gpt-4o, 100, 0, 40, 10, 10, 0, 10, 3, 0.00035",
        "painter, , , , , , , , 3, 0.12",
    })
    void everySpecialTokenHasItsOwnPriceElseThatOfItsSide(
            String model,
            Long input,
            Long cached,
            Long written,
            Long heard,
            Long output,
            Long reasoning,
            Long spoken,
            Long images,
            BigDecimal dollars) {
        // When
        Cost cost = table.costOf(request(
                model,
                null,
                new Tokens(input, output, cached, reasoning, null, new Tokens.Special(written, heard, spoken, images)),
                null));

        // Then
        assertEquals(0, dollars.compareTo(assertInstanceOf(Cost.Usd.class, cost).amount()), "was " + cost);
    }

    @Test
    void theTablesCostGoesFirstWhereItIsToldTo() {
        // Given
        RequestRecord priced = request("gpt-4o", null, tokens(1, 0), new BigDecimal("0.5"));
        RequestRecord unpriced = request("nobody", null, tokens(1, 0), new BigDecimal("0.5"));

        // When, Then
        assertEquals(
                new Cost.Usd(new BigDecimal("0.0000025")),
                new Cost.Usd(((Cost.Usd) table.costOf(priced, CostOrder.TABLE))
                        .amount()
                        .stripTrailingZeros()));
        assertEquals(new Cost.Usd(new BigDecimal("0.5")), table.costOf(unpriced, CostOrder.TABLE));
    }

    @Test
    void anAnswerFromACacheIsFreeWhateverItsSenderSays() {
        assertEquals(
                new Cost.Usd(BigDecimal.ZERO),
                table.costOf(request("gpt-4o", null, new Tokens(1L, 1L, null, null, true), BigDecimal.ONE)));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-2024-08-06,",
        "gpt-4o-20240806,",
        "openai/gpt-4o,",
        "models/x/gpt-4o@20240806,",
        "eu, azure",
    })
    void modelsAreFoundUnderTheirOtherNames(String model, String provider) {
        assertInstanceOf(Cost.Usd.class, table.costOf(request(model, provider, tokens(1, 1), null)));
    }

    @ParameterizedTest
    @CsvSource({"eu", "painter", "sample_spec", "gpt-4o-mini", "gpt"})
    void aModelWithoutAPriceIsUnpricedNotFree(String model) {
        assertInstanceOf(Cost.Unpriced.class, table.costOf(request(model, null, tokens(1, 1), null)));
    }

    @Test
    void theSendersCostWins() {
        // When
        Cost cost = table.costOf(request("gpt-4o", null, tokens(1000, 1000), new BigDecimal("0.5")));

        // Then
        assertEquals(new Cost.Usd(new BigDecimal("0.5")), cost);
    }

    @Test
    void anAnswerFromACacheIsFree() {
        // When
        Cost cost = table.costOf(request("gpt-4o", null, new Tokens(1000L, 1000L, null, null, true), null));

        // Then
        assertEquals(new Cost.Usd(BigDecimal.ZERO), cost);
    }

    @Test
    void withoutTokenCountsNobodyKnows() {
        assertInstanceOf(
                Cost.Unmetered.class,
                table.costOf(request("gpt-4o", null, new Tokens(null, null, null, null, null), null)));
    }

    @Test
    void ownPricesGoBeforeTheOthers() {
        // Given
        PriceTable own = table("""
                {"gpt-4o":{"input_cost_per_token":1,"output_cost_per_token":2}}""");

        // When
        PriceTable joined = table.overriddenBy(own);

        // Then
        assertEquals(
                0,
                BigDecimal.valueOf(3)
                        .compareTo(joined.costOf(request("gpt-4o", null, tokens(1, 1), null))
                                .amountOrNull()));
        assertInstanceOf(Cost.Usd.class, joined.costOf(request("thinker", null, tokens(1, 1), null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | not valid JSON",
                "[] | must be a JSON object",
                "{\"m\":{\"input_cost_per_token\":-1}} | input_cost_per_token of m must be a number",
                "{\"m\":{\"output_cost_per_token\":\"x\"}} | output_cost_per_token of m must be a number",
            })
    void aBadTableSaysWhatIsWrong(String json, String why) {
        // When
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> table(json));

        // Then
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }

    @Test
    void theBuiltInTableHasPricesForCommonModels() throws IOException {
        try (InputStream json = PriceTableTest.class.getResourceAsStream("/prices.json")) {
            // When
            PriceTable builtIn = PriceTable.read(json);

            // Then
            for (String model : List.of(
                    "gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-pro", "qwen-plus", "deepseek-chat")) {
                assertInstanceOf(Cost.Usd.class, builtIn.costOf(request(model, null, tokens(1, 1), null)), model);
            }
        }
    }

    private static PriceTable table(String json) {
        try {
            return PriceTable.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tokens tokens(long input, long output) {
        return new Tokens(input, output, null, null, null);
    }

    private static RequestRecord request(String model, String provider, Tokens tokens, BigDecimal cost) {
        return new RequestRecord(
                "r",
                Instant.EPOCH,
                new Origin(model, null, null, provider, null, null, null),
                new Outcome(Status.SUCCESS, null, null, null),
                tokens,
                new Timing(null, null, null, null),
                cost,
                new Content(null, null, List.of(), null, null),
                new Trace(null, null),
                Map.of(),
                Map.of());
    }
}
