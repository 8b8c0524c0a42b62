package io.modelwatch.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/** An identity provider's set of keys, with one key on a curve. */
public class KeySetService implements QuarkusTestResourceLifecycleManager {

    static final String KEY_ID = "curve-1";

    private static final KeyPair PAIR = pair();
    private static final int COORDINATE = 32;

    private HttpServer server;

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static PrivateKey key() {
        return PAIR.getPrivate();
    }

    private static String keySet() {
        var point = ((ECPublicKey) PAIR.getPublic()).getW();
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"" + KEY_ID
                + "\",\"x\":\"" + coordinate(point.getAffineX().toByteArray()) + "\",\"y\":\""
                + coordinate(point.getAffineY().toByteArray()) + "\"}]}";
    }

    private static String coordinate(byte[] number) {
        byte[] exact = new byte[COORDINATE];
        int length = Math.min(number.length, COORDINATE);
        System.arraycopy(number, number.length - length, exact, COORDINATE - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/keys", exchange -> {
            try (exchange) {
                byte[] body = keySet().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return Map.of(
                "modelwatch.security",
                "on",
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                "mp.jwt.verify.publickey.algorithm",
                "ES256",
                "mp.jwt.verify.issuer",
                "https://idp.example.org",
                "mp.jwt.verify.audiences",
                "monitoring",
                "smallrye.jwt.path.groups",
                "realm_access/roles");
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
