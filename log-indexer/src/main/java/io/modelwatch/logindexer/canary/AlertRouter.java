package io.modelwatch.logindexer.canary;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Where alerts go: alert-router, or anything that speaks Alertmanager's API v2. */
@Path("/api/v2/alerts")
@RegisterRestClient(configKey = "alert-router")
public interface AlertRouter {

    /**
     * An alert.
     *
     * @param endsAt since when it is over; absent while it is not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Alert(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            @Nullable Instant endsAt) {

        public Alert {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    void raise(List<Alert> alerts);
}
