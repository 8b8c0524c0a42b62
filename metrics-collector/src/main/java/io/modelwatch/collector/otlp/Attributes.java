package io.modelwatch.collector.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attributes by key. Of several keys the first that has a value of the right kind counts: current names stand first. */
final class Attributes {

    private static final double LARGEST_WHOLE = 1e15;

    private final Map<String, AnyValue> values;

    private Attributes(Map<String, AnyValue> values) {
        this.values = values;
    }

    static Attributes of(List<KeyValue> list) {
        Map<String, AnyValue> values = HashMap.newHashMap(list.size());
        for (KeyValue attribute : list) {
            values.put(attribute.getKey(), attribute.getValue());
        }
        return new Attributes(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    String text(String... keys) {
        for (String key : keys) {
            String text = text(values.get(key));
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    static @Nullable String text(@Nullable AnyValue value) {
        if (value == null) {
            return null;
        }
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> null;
        };
    }

    @Nullable
    Long count(String... keys) {
        Double number = number(keys);
        return number == null || Math.abs(number) > LARGEST_WHOLE ? null : (Long) Math.round(number);
    }

    /** A finite number; text is read as one. */
    @Nullable
    Double number(String... keys) {
        for (String key : keys) {
            Double number = number(values.get(key));
            if (number != null && Double.isFinite(number)) {
                return number;
            }
        }
        return null;
    }

    private static @Nullable Double number(@Nullable AnyValue value) {
        if (value == null) {
            return null;
        }
        return switch (value.getValueCase()) {
            case INT_VALUE -> (double) value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case STRING_VALUE -> parsed(value.getStringValue());
            default -> null;
        };
    }

    private static @Nullable Double parsed(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Nullable
    BigDecimal decimal(String... keys) {
        Double number = number(keys);
        return number == null ? null : BigDecimal.valueOf(number);
    }

    @Nullable
    Boolean flag(String... keys) {
        for (String key : keys) {
            AnyValue value = values.get(key);
            if (value != null && value.hasBoolValue()) {
                return value.getBoolValue();
            }
            if (value != null && value.hasStringValue()) {
                return Boolean.valueOf(value.getStringValue());
            }
        }
        return null;
    }

    @Nullable
    AnyValue value(String key) {
        return values.get(key);
    }

    /** Texts of all keys with a prefix, by what follows it. */
    void forEach(String prefix, BiConsumer<String, String> action) {
        values.forEach((key, value) -> {
            String text = key.startsWith(prefix) ? text(value) : null;
            if (text != null) {
                action.accept(key.substring(prefix.length()), text);
            }
        });
    }
}
