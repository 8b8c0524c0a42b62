package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.devstack.demo.Outgoing.Expectation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports records to metrics-collector as a gateway does, and checks every answer against what must become of the
 * record. A 503 or a broken connection is tried again, with the pause the server asks for, a bounded number of times.
 * Not thread-safe.
 */
final class GatewayClient {

    /** How the records lie in the body. */
    enum Form {
        SINGLE,
        ARRAY,
        LINES
    }

    private static final int MAX_TRIES = 10;
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_SURPRISES = 8;
    private static final int MAX_IDS = 200_000;

    private final Http http;
    private final URI uri;
    private final Timer timer;

    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final List<String> surprises = new ArrayList<>();
    private int surpriseCount;
    private int sent;
    private int accepted;
    private int errors;
    private int responses;
    private int duplicates;
    private int rejected;
    private int repeats;
    private int spoiled;
    private int requests;
    private int gzipped;
    private int retries;
    private int undelivered;

    GatewayClient(Http http, URI metricsCollector, Timer timer) {
        this.http = http;
        this.uri = Endpoints.at(metricsCollector, "/api/v1/requests");
        this.timer = timer;
    }

    SendCounts counts() {
        return new SendCounts(
                sent,
                accepted,
                errors,
                responses,
                duplicates,
                rejected,
                repeats,
                spoiled,
                requests,
                gzipped,
                retries,
                undelivered,
                surprises,
                surpriseCount);
    }

    /** Identifiers of the records that the service has answered for, the first 200,000. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Sends records in one body, or in one body each where the form is {@code SINGLE}. */
    void send(List<Outgoing> records, Form form, boolean gzip) throws InterruptedException {
        if (form == Form.SINGLE) {
            for (Outgoing record : records) {
                exchange(List.of(record), form, gzip);
            }
        } else if (!records.isEmpty()) {
            exchange(records, form, gzip);
        }
    }

    private void exchange(List<Outgoing> records, Form form, boolean gzip) throws InterruptedException {
        count(records);
        byte[] body = body(records, form);
        String type = form == Form.LINES ? "application/x-ndjson" : "application/json";
        String trouble = "";
        for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
            Duration pause = Duration.ofMillis(Math.min(MAX_PAUSE.toMillis(), 100L << attempt));
            try {
                Http.Answer answer = gzip ? http.postGzip(uri, type, body) : http.post(uri, type, body);
                if (answer.status() != 503) {
                    requests++;
                    gzipped += gzip ? 1 : 0;
                    judge(records, answer, attempt > 1);
                    return;
                }
                trouble = answer.summary();
                pause = pause(answer.retryAfter(), pause);
            } catch (IOException e) {
                trouble = "no answer: " + e;
            }
            if (attempt < MAX_TRIES) {
                retries++;
                timer.sleep(pause);
            }
        }
        undelivered += records.size();
        surprise(records.size() + " records given up on after " + MAX_TRIES + " tries, last " + trouble);
    }

    private void count(List<Outgoing> records) {
        sent += records.size();
        for (Outgoing record : records) {
            switch (record.expectation()) {
                case Expectation.Accepted a -> {}
                case Expectation.Duplicate d -> repeats++;
                case Expectation.Rejected r -> spoiled++;
            }
        }
    }

    private static byte[] body(List<Outgoing> records, Form form) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (form == Form.ARRAY) {
            body.write('[');
        }
        for (int i = 0; i < records.size(); i++) {
            if (form == Form.ARRAY && i > 0) {
                body.write(',');
            }
            body.writeBytes(Json.bytes(records.get(i).json()));
            if (form == Form.LINES) {
                body.write('\n');
            }
        }
        if (form == Form.ARRAY) {
            body.write(']');
        }
        return body.toByteArray();
    }

    /** Seconds as the server says, but never longer than {@code MAX_PAUSE}. */
    private static Duration pause(@Nullable String retryAfter, Duration otherwise) {
        if (retryAfter == null || !retryAfter.strip().matches("\\d{1,6}")) {
            return otherwise;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        return asked.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : asked;
    }

    private void judge(List<Outgoing> records, Http.Answer answer, boolean triedBefore) {
        if (answer.ok()) {
            judgeBatch(records, answer, triedBefore);
        } else if (answer.status() / 100 == 4) {
            judgeProblem(records, answer);
        } else {
            undelivered += records.size();
            surprise(answer.summary());
        }
    }

    /** 200 or 207: one result a record. */
    private void judgeBatch(List<Outgoing> records, Http.Answer answer, boolean triedBefore) {
        JsonNode results = answer.json().path("results");
        if (results.size() != records.size()) {
            surprise("HTTP " + answer.status() + " has " + results.size() + " results for " + records.size()
                    + " records");
        }
        boolean[] seen = new boolean[records.size()];
        for (JsonNode result : results) {
            int index = result.path("index").asInt(-1);
            if (index < 0 || index >= records.size() || seen[index]) {
                surprise("a result for record " + index + " of " + records.size());
                continue;
            }
            seen[index] = true;
            judge(records.get(index), result, triedBefore);
        }
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                undelivered++;
            }
        }
        if (answer.status() == 207 != answer.json().path("rejected").asInt() > 0) {
            surprise("HTTP " + answer.status() + " with "
                    + answer.json().path("rejected").asInt() + " rejected records");
        }
    }

    private void judge(Outgoing record, JsonNode result, boolean triedBefore) {
        String status = result.path("status").asText();
        switch (status) {
            case "accepted" -> {
                accepted++;
                acknowledge(record);
                if (!(record.expectation() instanceof Expectation.Accepted)) {
                    surprise("record '" + record.id() + "' was accepted, expected " + record.expectation());
                }
            }
            case "duplicate" -> {
                duplicates++;
                acknowledge(record);
                // The first try may have been counted although its answer never came.
                if (!(record.expectation() instanceof Expectation.Duplicate) && !triedBefore) {
                    surprise("record '" + record.id() + "' was called a duplicate, but is new");
                }
            }
            case "rejected" -> {
                rejected++;
                JsonNode problem = result.path("problem");
                judgeRejected(record, problem.path("status").asInt(), fields(problem.path("errors")), problem);
            }
            default -> {
                undelivered++;
                surprise("record '" + record.id() + "' has the unknown status '" + status + "'");
            }
        }
    }

    /** 4xx: every record of the body was bad, or the body itself. */
    private void judgeProblem(List<Outgoing> records, Http.Answer answer) {
        rejected += records.size();
        JsonNode problem = answer.json();
        for (int i = 0; i < records.size(); i++) {
            int index = i;
            Set<String> fields = new TreeSet<>();
            for (JsonNode error : problem.path("errors")) {
                if (error.path("record").asInt(problem.path("record").asInt(0)) == index) {
                    fields.add(error.path("field").asText());
                }
            }
            judgeRejected(records.get(i), answer.status(), fields, problem);
        }
    }

    private void judgeRejected(Outgoing record, int status, Set<String> fields, JsonNode problem) {
        String said = "status " + status + ", fields " + fields + ": "
                + problem.path("detail").asText("");
        if (!(record.expectation() instanceof Expectation.Rejected expected)) {
            surprise("record '" + record.id() + "' was rejected, " + said);
        } else if (status / 100 != 4 || !fields.contains(expected.field())) {
            surprise("a record that is bad in " + expected.field() + " was rejected with " + said);
        }
    }

    private static Set<String> fields(JsonNode errors) {
        Set<String> fields = new TreeSet<>();
        errors.forEach(error -> fields.add(error.path("field").asText()));
        return fields;
    }

    private void acknowledge(Outgoing record) {
        boolean first = acknowledged.size() >= MAX_IDS || acknowledged.add(record.id());
        if (first && record.json().path("status").asText().equals("error")) {
            errors++;
        }
        if (first && record.json().hasNonNull("response")) {
            responses++;
        }
    }

    private void surprise(String text) {
        surpriseCount++;
        if (surprises.size() < MAX_SURPRISES) {
            surprises.add(text);
        }
    }
}
