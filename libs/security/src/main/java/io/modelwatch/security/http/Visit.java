package io.modelwatch.security.http;

import io.modelwatch.security.access.Access;
import io.modelwatch.security.access.AnswerShape;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * A request at the gate.
 *
 * @param access what it needs
 * @param address where it comes from, as limits count it
 */
record Visit(RoutingContext context, Access access, String address) {

    /** Bodies up to this length are read and thrown away, so that the connection stays of use. */
    private static final long LONGEST_TO_DISCARD = 1 << 20;

    private static final int LONGEST_LENGTH = 18;

    void answer(Refusal refusal, AnswerShape shape) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().setStatusCode(refusal.status());
        refusal.headers().forEach(response.headers()::add);
        response.putHeader(HttpHeaders.CONTENT_TYPE, Refusal.mediaType(shape))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (shape == AnswerShape.ELASTICSEARCH) {
            response.putHeader("X-Elastic-Product", "Elasticsearch");
        }
        boolean keep = request.isEnded() || request.version() == HttpVersion.HTTP_2 || isShort(request);
        if (keep) {
            response.end(refusal.body(shape));
            if (!request.isEnded()) {
                request.resume();
            }
        } else {
            response.putHeader(HttpHeaders.CONNECTION, "close")
                    .end(refusal.body(shape))
                    .onComplete(sent -> request.connection().close());
        }
    }

    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        return length.length() <= LONGEST_LENGTH
                && length.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && Long.parseLong(length) <= LONGEST_TO_DISCARD;
    }
}
