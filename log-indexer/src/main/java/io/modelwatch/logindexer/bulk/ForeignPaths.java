package io.modelwatch.logindexer.bulk;

import io.modelwatch.intake.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes every answer outside of the service's own paths one of Elasticsearch, errors of the HTTP layer included. */
@Provider
public class ForeignPaths implements ContainerResponseFilter {

    private static final String PRODUCT_HEADER = "X-Elastic-Product";
    private static final List<String> OWN =
            List.of("/api/", "/q/", "/v1/", "/metrics", "/modelwatch/logs/", "/modelwatch/ui.");
    private static final int BEFORE_THE_LIMIT_ON_BODIES = 10_000;

    private final long maxBodyBytes;

    ForeignPaths(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.maxBodyBytes = maxBodySize.asLongValue();
    }

    private static boolean isForeign(String path) {
        return OWN.stream().noneMatch(path::startsWith);
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_THE_LIMIT_ON_BODIES);
    }

    private void begin(RoutingContext context) {
        String path = context.normalizedPath();
        if (!isForeign(path)) {
            context.next();
            return;
        }
        context.response().putHeader(PRODUCT_HEADER, "Elasticsearch");
        if (isTooLong(context.request())) {
            ElasticError error = ElasticError.tooLarge("a body may have at most [" + maxBodyBytes + "] bytes");
            context.response()
                    .setStatusCode(error.status())
                    .putHeader(
                            HttpHeaders.CONTENT_TYPE,
                            ElasticAnswers.mediaType(context.request().getHeader(HttpHeaders.ACCEPT)))
                    .end(Buffer.buffer(error.json()))
                    .onComplete(sent -> context.request().connection().close());
            return;
        }
        context.next();
    }

    private boolean isTooLong(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > maxBodyBytes;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && isForeign(request.getUriInfo().getRequestUri().getPath())) {
            response.setEntity(ElasticError.of(problem).json());
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.CONTENT_TYPE,
                            ElasticAnswers.mediaType(request.getHeaderString(HttpHeaders.ACCEPT)));
        }
    }
}
