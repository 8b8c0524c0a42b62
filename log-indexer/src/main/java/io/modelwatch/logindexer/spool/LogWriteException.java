package io.modelwatch.logindexer.spool;

import java.io.IOException;

/** Records could not be made durable: none of them may be acknowledged. */
public final class LogWriteException extends IOException {

    private static final long serialVersionUID = 1;

    LogWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
