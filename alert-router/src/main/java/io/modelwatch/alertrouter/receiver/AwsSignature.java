package io.modelwatch.alertrouter.receiver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signs requests to Amazon's services: version 4 of their signature, with everything in headers. */
public final class AwsSignature {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private AwsSignature() {}

    /**
     * Who asks.
     *
     * @param sessionToken of keys that hold for a while; empty for others
     */
    public record Keys(String access, String secret, String sessionToken) {}

    /** The request with its signature. */
    public static Request signed(Request request, Keys keys, String region, String service, Instant now) {
        String time = TIME.format(now);
        String day = time.substring(0, DATE_LENGTH);
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", request.contentType());
        headers.put("host", host(request.url()));
        headers.put("x-amz-date", time);
        if (!keys.sessionToken().isEmpty()) {
            headers.put("x-amz-security-token", keys.sessionToken());
        }
        String names = String.join(";", headers.keySet());
        String scope = day + "/" + region + "/" + service + "/aws4_request";
        String toSign =
                ALGORITHM + "\n" + time + "\n" + scope + "\n" + Signature.sha256(canonical(request, headers, names));
        byte[] key = ("AWS4" + keys.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request"}) {
            key = Signature.hmacSha256(key, part);
        }
        String signature = HexFormat.of().formatHex(Signature.hmacSha256(key, toSign));
        Request signed = request.with("X-Amz-Date", time)
                .with(
                        "Authorization",
                        ALGORITHM + " Credential=" + keys.access() + "/" + scope + ", SignedHeaders=" + names
                                + ", Signature=" + signature);
        return keys.sessionToken().isEmpty() ? signed : signed.with("X-Amz-Security-Token", keys.sessionToken());
    }

    static String canonical(Request request, Map<String, String> headers, String names) {
        String path = request.url().getRawPath();
        return request.method() + "\n" + (path == null || path.isEmpty() ? "/" : path) + "\n\n"
                + headers.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + Signature.sha256(request.body());
    }

    /** As it is really sent: with the port when it is an odd one. */
    public static String host(URI url) {
        int port = url.getPort();
        boolean usual = port < 0
                || ("https".equals(url.getScheme()) && port == 443)
                || ("http".equals(url.getScheme()) && port == 80);
        return usual ? url.getHost() : url.getHost() + ":" + port;
    }
}
