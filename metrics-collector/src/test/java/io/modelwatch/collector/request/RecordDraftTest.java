package io.modelwatch.collector.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.collector.window.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDraftTest {

    private final RequestParser parser = new RequestParser(RecordBounds.DEFAULT, new TestClock("2026-11-22T08:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        // input, cached, written as the sender counts them; the input with all of them
        "100, 60, , 100",
        "40, 60, , 100",
        "100, 60, 40, 100",
        "100, 60, 41, 141",
        "10, 60, 30, 100",
        "10, , 30, 40",
    })
    void tokensCountedBesideTheInputAreAddedToIt(Long input, Long cached, Long written, long all) {
        // When
        Tokens tokens = draft().tokens(input, null, cached, null)
                .specialTokens(written, null, null, null)
                .check(parser)
                .tokens();

        // Then
        assertEquals(all, tokens.inputOrZero());
        assertEquals(cached, tokens.cached());
        assertEquals(written, tokens.special().cacheWritten());
    }

    @Test
    void spokenTokensThatDoNotFitAreLeftOut() {
        // When
        Tokens tokens = draft().tokens(10L, 20L, 5L, 15L)
                .specialTokens(null, 5L, 6L, 2L)
                .check(parser)
                .tokens();

        // Then
        assertEquals(new Tokens.Special(null, 5L, null, 2L), tokens.special());
    }

    private static RecordDraft draft() {
        return new RecordDraft(RecordBounds.DEFAULT)
                .name("request_id", "r")
                .name("model", "m")
                .status(Status.SUCCESS);
    }
}
