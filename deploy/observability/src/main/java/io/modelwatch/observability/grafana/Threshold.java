package io.modelwatch.observability.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From where on a value is coloured. The first step has no value and counts from minus infinity. */
public record Threshold(@Nullable Double from, String color) {

    /** Green, yellow from the first limit, red from the second: the larger, the worse. */
    public static List<Threshold> rising(double warning, double critical) {
        return List.of(new Threshold(null, "green"), new Threshold(warning, "yellow"), new Threshold(critical, "red"));
    }

    /** Red, yellow from the second limit, green from the first: the smaller, the worse. */
    public static List<Threshold> falling(double warning, double critical) {
        return List.of(new Threshold(null, "red"), new Threshold(critical, "yellow"), new Threshold(warning, "green"));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("color", color);
        json.put("value", from);
        return json;
    }
}
