package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void alignsTextLeftAndFiguresRight() {
        TextTable table = new TextTable("model", "requests", "verdict<")
                .row("gpt-4o", "7", "stable")
                .row("m", "1,234", "severe");

        assertEquals("""
                \s model   requests  verdict
                \s gpt-4o         7  stable
                \s m          1,234  severe""", String.join("\n", table.lines()));
    }

    @Test
    void givesChineseCharactersTwoColumns() {
        TextTable table = new TextTable("name", "n").row("延迟过高", "1").row("latency!", "22");

        assertEquals("""
                \s name       n
                \s 延迟过高   1
                \s latency!  22""", String.join("\n", table.lines()));
        assertEquals(9, TextTable.width("错误率，A"));
    }
}
