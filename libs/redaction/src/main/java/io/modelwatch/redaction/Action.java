package io.modelwatch.redaction;

/** What happens to a value that was found. */
public enum Action {
    /** {@code <EMAIL_ADDRESS>}. */
    MASK,
    /** {@code <EMAIL_ADDRESS:kfmcopna…>}: the same value gives the same token under the same key, without digits. */
    HASH,
    /** Stars, and the last four characters: {@code ************1234}. Shorter than eight characters it is masked. */
    LAST_FOUR,
    /** The value stays, and is not reported. */
    KEEP,
    /** The value goes and leaves nothing. */
    DROP
}
