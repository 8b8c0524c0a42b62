package io.modelwatch.logindexer.intake;

import io.modelwatch.logindexer.document.DocumentSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of a document. */
@ConfigMapping(prefix = "log-indexer.document")
interface DocumentConfig {

    /** Most bytes of one text such as prompt or response; what is longer is cut and marked. */
    @WithDefault("32K")
    MemorySize maxTextBytes();

    /** Most fields of {@code extra}; what is beyond is left out and counted. */
    @WithDefault("1000")
    int maxExtraFields();

    default DocumentSettings settings() {
        try {
            return new DocumentSettings(Math.toIntExact(maxTextBytes().asLongValue()), maxExtraFields());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.document: " + e.getMessage(), e);
        }
    }
}
