package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void countsFourLettersOrOneAndAThirdHanCharactersAToken() {
        assertEquals(0, Tokens.estimate(""));
        assertEquals(0, Tokens.estimate(null));
        assertEquals(1, Tokens.estimate("a"));
        assertEquals(3, Tokens.estimate("twelve chars"));
        assertEquals(6, Tokens.estimate("今天天气很好呀呀"));
        assertEquals(2, Tokens.estimate("HTTP状"));
    }

    @Test
    void cutsAtTheTokenAndNeverInsideACharacter() {
        assertEquals("twelve c", Tokens.cut("twelve chars", 2));
        assertEquals("今天", Tokens.cut("今天天气", 2));
        assertEquals("short", Tokens.cut("short", 20));
        assertEquals("𠮷", Tokens.cut("𠮷野家", 1));
    }
}
