package io.modelwatch.logindexer.document;

/**
 * What a document may hold.
 *
 * @param maxTextBytes most bytes of one text; what is longer is cut and marked
 * @param maxExtraFields most fields of {@code extra}; what is beyond is left out and counted
 */
public record DocumentSettings(int maxTextBytes, int maxExtraFields) {

    public DocumentSettings {
        if (maxTextBytes < 16 || maxExtraFields < 1) {
            throw new IllegalArgumentException("a document must have room for 16 bytes of text and one extra field");
        }
    }
}
