package io.modelwatch.alertrouter.status;

import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.rule.CurrentRules;
import io.modelwatch.alertrouter.version.ConfigVersions;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Alertmanager's management paths. */
@Path("/-")
public class ManagementResource {

    private final CurrentConfig config;
    private final CurrentRules rules;
    private final ConfigVersions versions;

    public ManagementResource(CurrentConfig config, CurrentRules rules, ConfigVersions versions) {
        this.config = config;
        this.rules = rules;
        this.versions = versions;
    }

    @GET
    @Path("/healthy")
    @NonBlocking
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "OK while the process runs")
    public String healthy() {
        return "OK";
    }

    /** The process only listens once it has read what is in the database. */
    @GET
    @Path("/ready")
    @NonBlocking
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "OK once alerts and silences have been read from the database")
    public String ready() {
        return "OK";
    }

    @POST
    @Path("/reload")
    @RunOnVirtualThread
    @Operation(summary = "Read the configuration and rule files again; a bad one is refused and the old one stays")
    public Response reload() {
        try {
            Runnable useRules = rules.prepareReload();
            config.reload();
            useRules.run();
            versions.reloaded();
            return Response.ok().build();
        } catch (ConfigException e) {
            return Response.serverError()
                    .type(MediaType.TEXT_PLAIN)
                    .entity("failed to reload config: " + e.reason() + "\n")
                    .build();
        }
    }
}
