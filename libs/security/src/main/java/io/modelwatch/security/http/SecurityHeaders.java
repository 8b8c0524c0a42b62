package io.modelwatch.security.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Tells browsers, in every answer, what they must not do with it. */
@ApplicationScoped
public class SecurityHeaders {

    /** Before anything that may answer. */
    private static final int FIRST = 20_000;

    private static final CharSequence NOSNIFF_NAME = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_NAME = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence FRAME_NAME = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence POLICY_NAME = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence TRANSPORT_NAME = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private final CharSequence policy;

    SecurityHeaders(SecuritySettings settings) {
        this.policy = HttpHeaders.createOptimized(settings.contentSecurityPolicy());
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FIRST);
    }

    private void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set(NOSNIFF_NAME, NOSNIFF);
        headers.set(REFERRER_NAME, NO_REFERRER);
        headers.set(FRAME_NAME, DENY);
        headers.set(POLICY_NAME, policy);
        if ("https".equals(context.request().scheme())) {
            headers.set(TRANSPORT_NAME, A_YEAR);
        }
        context.next();
    }
}
