package io.modelwatch.security.http;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Users, keys and settings of a service that is guarded; made with the scripts that operators use. */
public class GuardedService implements QuarkusTestResourceLifecycleManager {

    static final String PASSWORD = "correct horse battery";

    static Path folder() {
        return Path.of(System.getProperty("test.security.folder"));
    }

    static Path users() {
        return folder().resolve("users");
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("security");
            System.setProperty("test.security.folder", folder.toString());
            Scripts.key(folder);
            for (String role : new String[] {"ingest", "viewer", "operator", "admin"}) {
                Scripts.user(users(), role, role, PASSWORD);
            }
            Files.writeString(folder.resolve("self.token"), Scripts.token(folder, "self", "viewer") + "\n");
            int port = freePort();
            return Map.ofEntries(
                    Map.entry("modelwatch.security", "on"),
                    Map.entry("modelwatch.security.users-file", users().toString()),
                    Map.entry("modelwatch.security.reload", "50ms"),
                    Map.entry("modelwatch.security.rate-limit.requests-per-second", "20"),
                    Map.entry("modelwatch.security.client.self.token-file", folder.resolve("self.token") + ""),
                    Map.entry("mp.jwt.verify.publickey.location", folder.resolve("token-key.pub.pem") + ""),
                    Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
                    Map.entry("quarkus.http.proxy.allow-x-forwarded", "true"),
                    Map.entry("quarkus.http.test-port", "" + port),
                    Map.entry("quarkus.rest-client.self.url", "http://localhost:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {}
}
