package io.modelwatch.logindexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "timeout error, timeout error",
                "数据库, \"数据库\"",
                "数据库 超时, \"数据库\" \"超时\"",
                "GPT模型 error, GPT\"模型\" error",
                "\"数据 库\" x, \"数据 库\" x",
                "-数据|库, -\"数据\"|\"库\"",
                "\"open, \"open\"",
                "한국어, 한국어",
            })
    void chineseRunsBecomePhrases(String text, String prepared) {
        assertEquals(prepared, SearchText.prepared(text));
    }
}
