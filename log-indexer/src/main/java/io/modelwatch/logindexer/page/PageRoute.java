package io.modelwatch.logindexer.page;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Shows the page at {@code /} to browsers, which ask for HTML; shippers, which do not, get Elasticsearch's greeting there.
 */
@ApplicationScoped
class PageRoute {

    private static final String PAGE = "/modelwatch/logs/index.html";
    private static final int BEFORE_ALL_OTHERS = 20_000;

    void register(@Observes Filters filters) {
        filters.register(this::route, BEFORE_ALL_OTHERS);
    }

    private void route(RoutingContext context) {
        if (context.normalizedPath().equals("/") && wantsHtml(context)) {
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            context.reroute(PAGE);
            return;
        }
        context.next();
    }

    private static boolean wantsHtml(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return context.request().method().equals(HttpMethod.GET) && accept != null && accept.contains("text/html");
    }
}
