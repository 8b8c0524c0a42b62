package io.modelwatch.collector.exposition;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code Accept} header wants: the format with the highest quality; among equals protobuf before OpenMetrics before
 * text, because protobuf says most. Wildcards mean text, which is what a person with a browser or curl wants, and so
 * does a header with nothing we have.
 */
final class Accepted {

    /** The formats, each with the name that the exposition library finds its writer by. */
    enum Format {
        PROTOBUF("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"),
        OPENMETRICS("application/openmetrics-text"),
        TEXT("text/plain");

        private final String writer;

        Format(String writer) {
            this.writer = writer;
        }

        String writer() {
            return writer;
        }
    }

    private static final int LONGEST = 8192;

    private Accepted() {}

    /** The format to answer with. */
    static Format of(@Nullable String accept) {
        if (accept == null || accept.length() > LONGEST) {
            return Format.TEXT;
        }
        Format best = Format.TEXT;
        double highest = 0;
        for (String range : accept.split(",", -1)) {
            Map<String, String> parameters = new HashMap<>();
            String type = read(range, parameters);
            Format format = format(type, parameters);
            double quality = quality(parameters.get("q"));
            if (format == null || quality < highest || quality <= 0) {
                continue;
            }
            if (quality > highest || format.compareTo(best) < 0) {
                best = format;
                highest = quality;
            }
        }
        return best;
    }

    private static String read(String range, Map<String, String> parameters) {
        List<String> parts = List.of(range.split(";", -1));
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        parameter.substring(equals + 1).trim().replace("\"", ""));
            }
        }
        return parts.getFirst().trim().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Format format(String type, Map<String, String> parameters) {
        return switch (type) {
            case "application/vnd.google.protobuf" ->
                "io.prometheus.client.MetricFamily".equals(parameters.get("proto"))
                                && "delimited".equals(parameters.get("encoding"))
                        ? Format.PROTOBUF
                        : null;
            case "application/openmetrics-text" ->
                List.of("1.0.0", "0.0.1").contains(parameters.getOrDefault("version", "1.0.0"))
                        ? Format.OPENMETRICS
                        : null;
            case "text/plain", "text/*", "*/*" -> Format.TEXT;
            default -> null;
        };
    }

    private static double quality(@Nullable String q) {
        if (q == null) {
            return 1;
        }
        try {
            double quality = Double.parseDouble(q);
            return quality >= 0 && quality <= 1 ? quality : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
