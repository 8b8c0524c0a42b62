package io.modelwatch.alertrouter.receiver;

import org.jspecify.annotations.Nullable;

/**
 * How requests to a receiver are sent.
 *
 * @param authorization the credentials, if any
 * @param followRedirects whether a redirection is followed
 */
public record HttpSettings(@Nullable Credentials authorization, boolean followRedirects) {

    public static final HttpSettings DEFAULT = new HttpSettings(null, true);

    /** What goes into the header {@code Authorization}. */
    public sealed interface Credentials {

        /** User and password. */
        record Basic(String username, Secret password) implements Credentials {}

        /** A scheme, such as Bearer, and a token. */
        record Token(String scheme, Secret token) implements Credentials {}
    }
}
