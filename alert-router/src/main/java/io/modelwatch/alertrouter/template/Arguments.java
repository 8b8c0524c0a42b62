package io.modelwatch.alertrouter.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes arguments of the types that a function wants. */
final class Arguments {

    private Arguments() {}

    private static IllegalArgumentException wrong(String expected, Object value) {
        return new IllegalArgumentException(
                Absent.is(value)
                        ? "invalid value; expected " + expected
                        : "wrong type for value; expected " + expected + "; got " + Values.type(value));
    }

    static String text(List<Object> arguments, int index) {
        return text(arguments.get(index));
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("string", value);
    }

    static long number(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof Long number) {
            return number;
        }
        throw wrong("int", arguments.get(index));
    }

    static GoTime time(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof GoTime time) {
            return time;
        }
        throw wrong("time.Time", arguments.get(index));
    }

    static GoDuration duration(List<Object> arguments, int index) {
        return switch (arguments.get(index)) {
            case GoDuration duration -> duration;
            case Long nanos -> new GoDuration(nanos);
            case Object other -> throw wrong("time.Duration", other);
        };
    }

    /** A list of texts; one of anything is taken when all its elements are texts. */
    static List<String> texts(Object value) {
        if (value instanceof Texts texts) {
            return texts.texts();
        }
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object each : list) {
                texts.add(text(each));
            }
            return texts;
        }
        throw wrong("[]string", value);
    }

    static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong("[]interface {}", value);
    }

    static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong("map", value);
    }
}
