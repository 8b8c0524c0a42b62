package io.modelwatch.intake.http;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Answers 500 with an identifier that stands in the log too, and with nothing of the server's inside. */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(UnexpectedExceptionMapper.class);

    @Override
    public Response toResponse(Throwable exception) {
        UUID fault = UUID.randomUUID();
        LOG.errorf(exception, "request failed unexpectedly fault=%s", fault);
        return Answers.of(Problem.of(CommonProblem.INTERNAL, "fault " + fault + "; the server's log tells more"));
    }
}
