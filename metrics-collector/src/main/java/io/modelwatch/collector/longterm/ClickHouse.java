package io.modelwatch.collector.longterm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP interface of a ClickHouse, old or new: only what 18.16 understands too. Waits on the calling thread, which must
 * not be an event loop. Thread-safe.
 */
final class ClickHouse {

    /** It answered with an error. */
    static final class ServerException extends IOException {

        private static final long serialVersionUID = 1;

        private final int code;

        ServerException(int code, String message) {
            super(message);
            this.code = code;
        }

        /** ClickHouse's own number of the error, 0 where it named none. */
        int code() {
            return code;
        }

        /** Whether the rows are to blame: they cannot be parsed. */
        boolean isBadInput() {
            return switch (code) {
                case 6, 26, 27, 38, 41, 53, 69, 72, 117 -> true;
                default -> false;
            };
        }

        /** Whether the database or the table is missing. */
        boolean isMissingTable() {
            return code == 60 || code == 81;
        }
    }

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();
    private static final Pattern CODE = Pattern.compile("^Code: (\\d+)");
    private static final String ANSWERS =
            "&output_format_json_quote_64bit_integers=0&output_format_json_quote_denormals=0";
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int SHOWN_CHARS = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final URI url;
    private final String user;
    private final @Nullable String password;
    private final Duration timeout;

    ClickHouse(URI url, String user, @Nullable String password, Duration timeout) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.timeout = timeout;
    }

    /** Runs a statement without an answer. */
    void execute(String statement) throws IOException, InterruptedException {
        send("", BodyPublishers.ofString(statement));
    }

    /** Inserts rows, one JSON object a line. */
    void insert(String table, byte[] lines) throws IOException, InterruptedException {
        String statement = "insert into " + table + " format JSONEachRow";
        send("&query=" + URLEncoder.encode(statement, StandardCharsets.UTF_8), BodyPublishers.ofByteArray(lines));
    }

    /** The rows of an answer, each as a JSON object. */
    List<JsonNode> select(String statement) throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        String answer = send(ANSWERS, BodyPublishers.ofString(statement + " format JSONEachRow"));
        for (String line : answer.lines().toList()) {
            if (!line.isBlank()) {
                try {
                    rows.add(READER.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new IOException("its answer is no JSON", e);
                }
            }
        }
        return rows;
    }

    private String send(String parameters, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url + (url.toString().endsWith("/") ? "" : "/") + "?max_result_rows=0" + parameters))
                .timeout(timeout)
                .header("X-ClickHouse-User", user)
                .POST(body);
        if (password != null) {
            request.header("X-ClickHouse-Key", password);
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        // A failure in the middle of an answer comes with 200 and an exception at the end.
        Matcher code = CODE.matcher(answer.body());
        boolean named = code.find();
        if (answer.statusCode() != OK || named) {
            String message = answer.body().strip();
            throw new ServerException(
                    named ? Integer.parseInt(code.group(1)) : 0,
                    "it answered " + answer.statusCode() + ": "
                            + message.substring(0, Math.min(SHOWN_CHARS, message.length())));
        }
        return answer.body();
    }

    /** A text as a literal of SQL. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '\'' -> literal.append('\\').append(c);
                case '\0' -> literal.append("\\0");
                default -> literal.append(c);
            }
        }
        return literal.append('\'').toString();
    }
}
