package io.modelwatch.alertrouter.version;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelwatch.alertrouter.config.ConfigTexts;
import io.modelwatch.alertrouter.config.CurrentConfig;
import io.modelwatch.alertrouter.config.RouterConfig;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.time.Rfc3339;
import io.modelwatch.alertrouter.version.ConfigVersions.Version;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tries configurations, lists those that were in use, and goes back to one. */
@Path("/api/v1/config")
@RunOnVirtualThread
public class ConfigResource {

    private final CurrentConfig config;
    private final ConfigVersions versions;

    public ConfigResource(CurrentConfig config, ConfigVersions versions) {
        this.config = config;
        this.versions = versions;
    }

    /**
     * What is to be tried; what is missing is taken from the files.
     *
     * @param config alertmanager.yml
     * @param channels the file of channels that Alertmanager does not have
     * @param labels of an alert, to see who would be told of it
     */
    public record Attempt(
            @Nullable String config,
            @Nullable String channels,
            @Nullable Map<String, String> labels) {}

    /**
     * What came of it.
     *
     * @param error with the line, when it cannot be used
     * @param receivers their names
     * @param told who would be told of the alert
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Checked(
            boolean valid,
            @Nullable String error,
            @Nullable List<String> receivers,
            @Nullable List<String> told) {}

    @POST
    @Path("/check")
    @Operation(summary = "Read a configuration without using it")
    public Checked check(@Nullable Attempt attempt) {
        try {
            ConfigTexts files = config.files();
            RouterConfig read = config.check(
                    attempt == null
                            ? files
                            : new ConfigTexts(
                                    attempt.config() == null ? files.config() : attempt.config(),
                                    Optional.ofNullable(attempt.channels()).or(files::channels)));
            return new Checked(true, null, List.copyOf(read.receivers().keySet()), told(read, attempt));
        } catch (ConfigException e) {
            return new Checked(false, e.reason(), null, null);
        }
    }

    private static @Nullable List<String> told(RouterConfig read, @Nullable Attempt attempt) {
        if (attempt == null || attempt.labels() == null) {
            return null;
        }
        return read.route().match(LabelSet.of(attempt.labels())).stream()
                .map(Route::receiver)
                .toList();
    }

    /** A version, without its text, which may hold secrets. */
    public record VersionJson(long version, String time, String origin, boolean pinned, String hash, boolean active) {

        static VersionJson of(Version version, String activeHash) {
            String hash = ConfigVersions.hash(version.texts());
            return new VersionJson(
                    version.id(),
                    Rfc3339.millis(version.at()),
                    version.origin(),
                    version.pinned(),
                    hash,
                    hash.equals(activeHash));
        }
    }

    /** The answer. */
    public record Versions(List<VersionJson> versions) {}

    @GET
    @Path("/versions")
    @Operation(summary = "Configurations that were in use, the newest first")
    public Versions list() {
        String active = ConfigVersions.hash(config.texts());
        return new Versions(versions.all().stream()
                .map(each -> VersionJson.of(each, active))
                .toList());
    }

    @POST
    @Path("/versions/{version}/rollback")
    @Operation(summary = "Use an earlier configuration on all replicas, until a reload")
    public VersionJson rollBack(@PathParam("version") String version) {
        try {
            Optional<Version> now = versions.rollBack(Long.parseLong(version));
            String active = ConfigVersions.hash(config.texts());
            return now.map(each -> VersionJson.of(each, active))
                    .orElseThrow(() -> Problem.of(CommonProblem.NOT_FOUND, "there is no version " + version)
                            .asException());
        } catch (NumberFormatException e) {
            throw Problem.of(CommonProblem.INVALID_PARAMETER, "version must be a whole number, was \"" + version + "\"")
                    .asException();
        } catch (ConfigException e) {
            throw Problem.of(
                            CommonProblem.INVALID_PARAMETER,
                            "version " + version + " cannot be used any more: " + e.reason())
                    .asException();
        }
    }
}
