package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.db.Database;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.Matcher;
import io.modelwatch.alertrouter.label.MatcherSyntax;
import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import io.modelwatch.intake.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who was told what, and when; and what could not be told. */
@Path("/api/v1/deliveries")
@RunOnVirtualThread
public class DeliveriesResource {

    private static final int MAX_LIMIT = 10_000;
    private static final int MAX_FILTERS = 50;

    private final Database database;
    private final Outbox outbox;

    public DeliveriesResource(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @GET
    @Operation(summary = "List deliveries, the newest first")
    public Deliveries list(
            @QueryParam("receiver") @Nullable String receiver,
            @QueryParam("integration") @Nullable String integration,
            @QueryParam("status") @Nullable String status,
            @QueryParam("fingerprint") @Nullable String fingerprint,
            @QueryParam("filter") List<String> filter,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("before") @Nullable String before,
            @QueryParam("undelivered") @DefaultValue("false") boolean undelivered,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        DeliveryQuery query = new DeliveryQuery(
                Optional.ofNullable(receiver),
                Optional.ofNullable(integration),
                Optional.ofNullable(status),
                read(
                        "fingerprint",
                        fingerprint,
                        "16 hexadecimal digits",
                        text -> Fingerprint.parse(text).bits()),
                matchers(filter),
                read("from", from, "a time of RFC 3339", DeliveriesResource::time),
                read("to", to, "a time of RFC 3339", DeliveriesResource::time),
                read("before", before, "the number of a delivery", Long::parseLong),
                undelivered);
        return new Deliveries(query.newest(database, number(limit)).stream()
                .map(row -> DeliveryJson.of(row, null))
                .toList());
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static <T> Optional<T> read(String name, @Nullable String text, String what, Function<String, T> read) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(name + " must be " + what + ", was \"" + text + "\"");
        }
    }

    private static List<Matcher> matchers(List<String> filters) {
        if (filters.size() > MAX_FILTERS) {
            throw invalid("there may be at most " + MAX_FILTERS + " filters");
        }
        List<Matcher> matchers = new ArrayList<>();
        for (String each : filters) {
            try {
                matchers.add(MatcherSyntax.ANY.one(each));
            } catch (IllegalArgumentException e) {
                throw invalid("filter: " + e.getMessage());
            }
        }
        return matchers;
    }

    private static int number(String limit) {
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The complaint below says it.
        }
        throw invalid("limit must be a whole number between 1 and " + MAX_LIMIT + ", was \"" + limit + "\"");
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(CommonProblem.INVALID_PARAMETER, detail).asException();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One delivery, with every attempt that failed")
    public DeliveryJson one(@PathParam("id") String id) {
        long number = identifier(id);
        RowSet<Row> rows = database.run("SELECT " + DeliveryQuery.COLUMNS + " FROM delivery WHERE id = $1", number);
        if (rows.size() == 0) {
            throw unknown(id);
        }
        List<DeliveryJson.Try> tries = new ArrayList<>();
        for (Row row : database.run(
                "SELECT number, at, millis, reason, detail FROM delivery_attempt WHERE delivery = $1 ORDER BY number",
                number)) {
            tries.add(DeliveryJson.Try.of(row));
        }
        return DeliveryJson.of(rows.iterator().next(), tries);
    }

    @POST
    @Path("/{id}/resend")
    @Operation(summary = "Send a delivery that failed, or was given up, at once; the answer says what came of it")
    public DeliveryJson resend(@PathParam("id") String id) throws InterruptedException {
        if (outbox.resend(identifier(id)) == Outbox.Resent.NOTHING) {
            throw unknown(id);
        }
        return one(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Give up a delivery that failed")
    public DeliveryJson drop(@PathParam("id") String id) {
        if (!outbox.drop(identifier(id))) {
            throw unknown(id);
        }
        return one(id);
    }

    private static long identifier(String id) {
        return read("id", id, "a whole number", Long::parseLong).orElseThrow();
    }

    private static ProblemException unknown(String id) {
        return Problem.of(
                        CommonProblem.NOT_FOUND,
                        "there is no delivery " + id + " that this could be done to; only those that failed can be sent"
                                + " again or dropped")
                .asException();
    }

    /** The answer. */
    public record Deliveries(List<DeliveryJson> deliveries) {}
}
