package io.modelwatch.alertrouter.api;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers with the error that the exception carries. */
@Provider
public class ApiExceptionMapper implements ExceptionMapper<ApiException> {

    @Override
    public Response toResponse(ApiException exception) {
        Object body = exception.body();
        return body == null ? Response.status(exception.status()).build() : ApiJson.answer(exception.status(), body);
    }
}
