package io.modelwatch.intake.http;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Problem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Turns results and problems into HTTP answers. */
public final class Answers {

    private static final int MULTI_STATUS = 207;

    private Answers() {}

    /** 200 when every record was taken, 207 when some were not, the problem itself when none was. */
    public static Response of(BatchResult result) {
        Problem failure = result.failure();
        if (failure != null) {
            return of(failure);
        }
        return Response.status(result.rejected() == 0 ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(result)
                .build();
    }

    /** The problem as {@code application/problem+json}. */
    public static Response of(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    /** The problem as {@code application/problem+json}, with the seconds after which to try again. */
    public static Response of(Problem problem, int retryAfterSeconds) {
        return Response.fromResponse(of(problem))
                .header("Retry-After", retryAfterSeconds)
                .build();
    }
}
