package io.modelwatch.intake.http;

import io.modelwatch.intake.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status.Family;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;

/** Answers what the HTTP layer itself refuses (404, 405, 413, 415, …) as a problem of the type {@code about:blank}. */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {

    private static final URI BLANK = URI.create("about:blank");

    @Override
    public Response toResponse(WebApplicationException exception) {
        Response original = exception.getResponse();
        Response.StatusType status = original.getStatusInfo();
        if (original.hasEntity() || status.getFamily() == Family.REDIRECTION) {
            return original;
        }
        Response.ResponseBuilder answer = Response.fromResponse(Answers.of(
                new Problem(BLANK, status.getReasonPhrase(), status.getStatusCode(), null, null, List.of())));
        if (original.getHeaderString("Allow") != null) {
            answer.header("Allow", original.getHeaderString("Allow"));
        }
        return answer.build();
    }
}
