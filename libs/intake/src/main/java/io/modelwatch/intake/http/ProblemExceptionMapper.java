package io.modelwatch.intake.http;

import io.modelwatch.intake.ProblemException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers with the problem that the exception carries; asks to come back in a second when it is a 503. */
@Provider
public class ProblemExceptionMapper implements ExceptionMapper<ProblemException> {

    @Override
    public Response toResponse(ProblemException exception) {
        return exception.problem().status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
                ? Answers.of(exception.problem(), 1)
                : Answers.of(exception.problem());
    }
}
