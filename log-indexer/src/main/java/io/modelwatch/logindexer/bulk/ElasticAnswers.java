package io.modelwatch.logindexer.bulk;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers in JSON, in the media type that the client asks for. */
final class ElasticAnswers {

    private static final Pattern VENDOR = Pattern.compile(
            "application/vnd\\.elasticsearch\\+(?:json|x-ndjson)\\s*;\\s*compatible-with\\s*=\\s*\"?([789])");

    private ElasticAnswers() {}

    static Response of(int status, byte[] json, @Nullable String accept) {
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, mediaType(accept))
                .entity(json)
                .build();
    }

    static Response of(ElasticError error, @Nullable String accept) {
        return of(error.status(), error.json(), accept);
    }

    static String mediaType(@Nullable String accept) {
        Matcher vendor = VENDOR.matcher(accept == null ? "" : accept);
        return vendor.find()
                ? "application/vnd.elasticsearch+json;compatible-with=" + vendor.group(1)
                : "application/json";
    }
}
