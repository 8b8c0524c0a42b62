package io.modelwatch.collector.forward;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** One call to a destination, with whatever comes of it turned into a reply. */
final class HttpClient {

    private HttpClient() {}

    /**
     * Makes the call and waits for it. Never throws.
     *
     * @param expectedResults how many results a good answer must have; -1 when it need not have any
     */
    static Reply call(String destination, int expectedResults, Supplier<RestResponse<String>> call) {
        try {
            RestResponse<String> answer = call.get();
            return Answer.read(destination, answer.getStatus(), answer.getEntity(), expectedResults);
        } catch (WebApplicationException e) {
            Response answer = e.getResponse();
            return Answer.read(destination, answer.getStatus(), text(answer), expectedResults);
        } catch (RuntimeException e) {
            return new Reply.Unavailable(Causes.of(e));
        }
    }

    private static @Nullable String text(Response answer) {
        try {
            return answer.readEntity(String.class);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
