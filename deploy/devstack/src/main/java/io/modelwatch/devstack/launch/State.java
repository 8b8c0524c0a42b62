package io.modelwatch.devstack.launch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * What is running: {@code state.json}, written when everything is ready and deleted at the end.
 *
 * @param services by name
 * @param stores {@code postgresql} and {@code elasticsearch}
 * @param launcher the process that keeps them all
 * @param webhookSink where the shipped alerting configuration delivers to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record State(Map<String, Running> services, Map<String, Store> stores, Launcher launcher, URI webhookSink) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String FILE = "state.json";

    State {
        services = Map.copyOf(services);
        stores = Map.copyOf(stores);
    }

    /** A service. */
    record Running(URI url, long pid, Path log) {}

    /** A store. */
    record Store(String url, long pid) {}

    /**
     * The launcher.
     *
     * @param control where it takes orders, on loopback
     * @param token what an order must carry
     */
    record Launcher(long pid, URI control, String token) {}

    /** Written for the owner's eyes only, since the token opens the launcher's ears. */
    void write(Folders folders) throws IOException {
        Path staged = folders.local().resolve(FILE + ".new");
        Files.deleteIfExists(staged);
        Files.createFile(staged, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        JSON.writeValue(staged.toFile(), this);
        Files.move(staged, folders.local().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The state of a launcher that is alive. */
    static Optional<State> read(Folders folders) throws IOException {
        Path file = folders.local().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        State state = JSON.readValue(file.toFile(), State.class);
        return ProcessHandle.of(state.launcher().pid()).map(alive -> state);
    }

    static void delete(Folders folders) throws IOException {
        Files.deleteIfExists(folders.local().resolve(FILE));
    }
}
