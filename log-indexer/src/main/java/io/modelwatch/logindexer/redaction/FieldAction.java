package io.modelwatch.logindexer.redaction;

/** What happens to the value of a field. */
public enum FieldAction {
    /** Personal data and secrets in it are masked. */
    REDACT,
    /** The whole value becomes a pseudonym, the same for the same value under the same key. */
    HASH,
    /** It stays as it is. */
    KEEP,
    /** The field goes. */
    DROP
}
