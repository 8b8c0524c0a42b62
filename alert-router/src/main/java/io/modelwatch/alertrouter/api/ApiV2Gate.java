package io.modelwatch.alertrouter.api;

import com.google.re2j.Pattern;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What API v2 refuses before looking at a request: unknown paths, wrong methods, media types other than JSON. Answers
 * in Alertmanager's words, which are not those of JAX-RS.
 */
@Provider
@PreMatching
public class ApiV2Gate implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String PREFIX = "/api/v2";
    private static final Pattern SILENCE = Pattern.compile("^/api/v2/silence/[^/]+$");
    private static final List<String> GET = List.of("GET");
    private static final List<String> GET_POST = List.of("GET", "POST");

    private static final Map<String, List<String>> METHODS = Map.of(
            "/api/v2/status", GET,
            "/api/v2/receivers", GET,
            "/api/v2/alerts", GET_POST,
            "/api/v2/alerts/groups", GET,
            "/api/v2/silences", GET_POST);

    private static final List<String> OF_SILENCE = List.of("DELETE", "GET");

    private static final Pattern V1 = Pattern.compile("^/api/v1/(?:status|receivers|alerts|silences|silence/[^/]+)/?$");

    @Override
    public void filter(ContainerRequestContext request) {
        String path = path(request);
        if (V1.matches(path)) {
            request.abortWith(ApiJson.answer(
                    Response.Status.GONE.getStatusCode(),
                    Map.of(
                            "status",
                            "deprecated",
                            "error",
                            "The Alertmanager v1 API was deprecated in version 0.16.0 and is removed as of version 0.27.0"
                                    + " - please use the equivalent route in the v2 API")));
            return;
        }
        if (!isApi(path)) {
            return;
        }
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<String> methods = SILENCE.matches(plain) ? OF_SILENCE : METHODS.get(plain);
        if (methods == null) {
            refuse(request, Response.Status.NOT_FOUND, "path " + path + " was not found");
        } else if ("OPTIONS".equals(request.getMethod())) {
            request.abortWith(Response.ok()
                    .header("Access-Control-Allow-Methods", String.join(",", methods))
                    .header("Access-Control-Allow-Headers", "Content-Type")
                    .build());
        } else if (!methods.contains(request.getMethod())) {
            String allowed = String.join(",", methods);
            request.abortWith(Response.fromResponse(ApiJson.answer(
                            Response.Status.METHOD_NOT_ALLOWED.getStatusCode(),
                            coded(
                                    Response.Status.METHOD_NOT_ALLOWED,
                                    "method " + request.getMethod() + " is not allowed, but [" + allowed + "] are")))
                    .header("Allow", allowed)
                    .build());
        } else if ("POST".equals(request.getMethod()) && !isJson(request.getMediaType())) {
            MediaType type = request.getMediaType();
            String name = type == null ? MediaType.APPLICATION_OCTET_STREAM : type.getType() + "/" + type.getSubtype();
            refuse(
                    request,
                    Response.Status.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported media type \"" + name + "\", only [application/json] are allowed");
        } else if (request.getAcceptableMediaTypes().stream().noneMatch(ApiV2Gate::isJson)) {
            refuse(
                    request,
                    Response.Status.NOT_ACCEPTABLE,
                    "unsupported media type requested, only [application/json] are available");
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!isApi(path(request))) {
            return;
        }
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("Cache-Control", "no-store");
        headers.putSingle("Vary", "Origin");
        if (request.getHeaderString("Origin") != null) {
            headers.putSingle("Access-Control-Allow-Origin", "*");
        }
    }

    private static String path(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static boolean isApi(String path) {
        return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
    }

    private static boolean isJson(@Nullable MediaType type) {
        return type != null && MediaType.APPLICATION_JSON_TYPE.isCompatible(type);
    }

    private static void refuse(ContainerRequestContext request, Response.Status status, String message) {
        request.abortWith(ApiJson.answer(status.getStatusCode(), coded(status, message)));
    }

    private static Map<String, Object> coded(Response.Status status, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", status.getStatusCode());
        body.put("message", message);
        return body;
    }
}
