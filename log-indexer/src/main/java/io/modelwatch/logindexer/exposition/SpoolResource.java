package io.modelwatch.logindexer.exposition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.modelwatch.logindexer.elasticsearch.ElasticsearchState;
import io.modelwatch.logindexer.elasticsearch.Templates;
import io.modelwatch.logindexer.spool.Spool;
import io.modelwatch.logindexer.spool.SpoolStatus;
import io.modelwatch.logindexer.spool.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The spool's counts. */
@Path("/api/v1/spool")
@Tag(name = "operation")
public class SpoolResource {

    private final Spool spool;
    private final ElasticsearchState elasticsearch;
    private final Templates templates;

    SpoolResource(Spool spool, ElasticsearchState elasticsearch, Templates templates) {
        this.spool = spool;
        this.elasticsearch = elasticsearch;
        this.templates = templates;
    }

    /**
     * The counts since the spool began; {@code accepted = indexed + duplicate + dead + spooled} always holds.
     *
     * @param accepted records acknowledged
     * @param indexed records stored by Elasticsearch
     * @param duplicate records that Elasticsearch had already
     * @param dead records that will never be stored as they are: dead letters, and records damaged on disk
     * @param spooled records on their way
     * @param damaged those of the dead that were damaged on disk
     * @param bytes size of the spool's files
     * @param segments number of the spool's files
     * @param oldestRecordAt when the oldest record on its way was accepted
     * @param failure why the disk did not take records last time
     * @param elasticsearch what is known of Elasticsearch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Counts(
            long accepted,
            long indexed,
            long duplicate,
            long dead,
            long spooled,
            long damaged,
            long bytes,
            int segments,
            @JsonProperty("oldest_record_at") @Nullable Instant oldestRecordAt,
            @Nullable String failure,
            Elasticsearch elasticsearch) {}

    /**
     * What is known of Elasticsearch.
     *
     * @param reachable whether it answered last time
     * @param since since when that is so
     * @param detail its last status, or why there was none
     * @param templatesInstalled whether the templates are known to be there
     */
    public record Elasticsearch(
            boolean reachable,
            Instant since,
            String detail,
            @JsonProperty("templates_installed") boolean templatesInstalled) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What became of all records since the spool began")
    public Counts counts() {
        SpoolStatus status = spool.status();
        Tally done = status.done();
        ElasticsearchState.State state = elasticsearch.state();
        return new Counts(
                status.accepted(),
                done.indexed(),
                done.duplicate(),
                done.dead(),
                status.spooled(),
                done.damaged(),
                status.bytes(),
                status.segments(),
                status.oldest(),
                status.failure(),
                new Elasticsearch(state.reachable(), state.since(), state.detail(), templates.installed()));
    }
}
