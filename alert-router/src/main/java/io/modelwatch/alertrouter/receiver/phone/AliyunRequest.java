package io.modelwatch.alertrouter.receiver.phone;

import io.modelwatch.alertrouter.receiver.AwsSignature;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Signature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Requests to Aliyun: everything in the query, signed by version 3 of its rules. */
final class AliyunRequest {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private AliyunRequest() {}

    /** Who asks. */
    record Keys(String id, String secret) {}

    /**
     * A signed request.
     *
     * @param service where it is
     * @param action of the API
     * @param nonce another one for every try
     */
    static Request of(
            URI service, String action, Map<String, String> parameters, Keys keys, Instant now, String nonce) {
        String query = query(parameters);
        Map<String, String> headers = headers(service, action, now, nonce);
        String names = String.join(";", headers.keySet());
        String signature = HexFormat.of()
                .formatHex(Signature.hmacSha256(
                        keys.secret().getBytes(StandardCharsets.UTF_8),
                        ALGORITHM + "\n" + Signature.sha256(canonical(query, headers))));
        Request request = new Request(
                "POST",
                ReceiverReader.checked(service + "?" + query),
                Map.of(),
                "application/x-www-form-urlencoded",
                "");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().startsWith("x-acs-")) {
                request = request.with(header.getKey(), header.getValue());
            }
        }
        return request.with(
                "Authorization",
                ALGORITHM + " Credential=" + keys.id() + ",SignedHeaders=" + names + ",Signature=" + signature);
    }

    static Map<String, String> headers(URI service, String action, Instant now, String nonce) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", AwsSignature.host(service));
        headers.put("x-acs-action", action);
        headers.put("x-acs-content-sha256", Signature.sha256(""));
        headers.put("x-acs-date", now.truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", nonce);
        headers.put("x-acs-version", "2017-05-25");
        return headers;
    }

    static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(each -> Signature.percent(each.getKey()) + "=" + Signature.percent(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    static String canonical(String query, Map<String, String> headers) {
        return "POST\n/\n" + query + "\n"
                + headers.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + String.join(";", headers.keySet()) + "\n" + Signature.sha256("");
    }
}
