package io.modelwatch.alertrouter.template;

import java.nio.charset.StandardCharsets;

/** A text with templates and its name, by which places are told. */
record Source(String name, String text) {

    TemplateException error(int at, String reason) {
        int place = Math.min(at, text.length());
        int lineStart = text.lastIndexOf('\n', place - 1) + 1;
        int line = 1 + (int) text.chars().limit(place).filter(c -> c == '\n').count();
        int column = text.substring(lineStart, place).getBytes(StandardCharsets.UTF_8).length;
        return new TemplateException(name, line, column, reason);
    }
}
