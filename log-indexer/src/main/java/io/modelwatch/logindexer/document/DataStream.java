package io.modelwatch.logindexer.document;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where documents go: {@code logs-<dataset>-<namespace>}.
 *
 * @param dataset what the documents are about
 * @param namespace tells installations apart that share an Elasticsearch
 */
public record DataStream(String dataset, String namespace) {

    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._]{0,99}");

    public DataStream {
        for (String part : new String[] {dataset, namespace}) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException("'" + part
                        + "' cannot be part of a data stream's name; use 1 to 100 of a-z, 0-9, '.' and '_', first a"
                        + " letter or digit");
            }
        }
    }

    /** The data stream of LLM requests in a namespace. */
    public static DataStream llm(String namespace) {
        return new DataStream("llm", namespace);
    }

    public String name() {
        return "logs-" + dataset + "-" + namespace;
    }

    /** The names, with {@code *}, of this data stream and of those whose dataset is a part of this one's. */
    public List<String> family() {
        return List.of(name(), "logs-" + dataset + ".*-" + namespace);
    }
}
