package io.modelwatch.logindexer.stream;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** An answer that had begun cannot go on: its reader is gone, or was told in the answer what broke. */
final class BrokenAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenAnswerException(Throwable cause) {
        super("answer broken", cause, false, false);
    }

    /** Nothing can be said any more: the connection is closed. */
    @Provider
    public static final class Mapper implements ExceptionMapper<BrokenAnswerException> {
        @Override
        public Response toResponse(BrokenAnswerException exception) {
            return Response.serverError().build();
        }
    }
}
