package io.modelwatch.alertrouter.status;

import io.modelwatch.alertrouter.api.ApiJson;
import io.modelwatch.alertrouter.api.Parameters;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Status and receivers in Alertmanager's API v2. */
@Path("/api/v2")
@NonBlocking
public class StatusResource {

    private final CurrentConfig config;
    private final RouterSettings settings;
    private final Instant start =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    public StatusResource(CurrentConfig config, RouterSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    @GET
    @Path("/status")
    @Operation(summary = "Version, start time and the configuration in use, without secrets")
    public Response status() {
        return ApiJson.ok(new Status(
                new Cluster("disabled", List.of()),
                new Config(config.get().effective()),
                Rfc3339.millis(start),
                new Version(settings.reportedVersion(), "modelwatch", "", "", "", "")));
    }

    @GET
    @Path("/receivers")
    @Operation(summary = "List receivers in the order of the configuration")
    public Response receivers(@QueryParam("receiver_matchers") List<String> receiverMatchers) {
        return ApiJson.ok(config.get().receivers().values().stream()
                .map(Receiver::name)
                .filter(Parameters.receiverMatchers(receiverMatchers))
                .map(name -> new ReceiverJson(name, Map.of("name", name)))
                .toList());
    }

    record Status(Cluster cluster, Config config, String uptime, Version versionInfo) {}

    record Cluster(String status, List<String> peers) {}

    record Config(String original) {}

    record Version(
            String version, String branch, String revision, String buildUser, String buildDate, String goVersion) {}

    record ReceiverJson(String name, Map<String, String> labels) {}
}
