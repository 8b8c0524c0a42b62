package io.modelwatch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.bench.Measurement.Subject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four services on their real stores, started by {@code deploy/up --detach}. */
final class Stack implements AutoCloseable {

    private final Path root;
    private final Path local;
    private final JsonNode state;

    private Stack(Path root, Path local, JsonNode state) {
        this.root = root;
        this.local = local;
        this.state = state;
    }

    static Stack start(Path root, Path local, Path config) throws IOException {
        command(root, local, "up", "--detach", "--no-demo", "--free-ports", "--config", config.toString());
        return new Stack(
                root,
                local,
                new ObjectMapper().readTree(local.resolve("state.json").toFile()));
    }

    URI url(String service) {
        return URI.create(state.at("/services/" + service + "/url").asText());
    }

    long pid(String service) {
        return state.at("/services/" + service + "/pid").asLong();
    }

    URI elasticsearch() {
        return URI.create(state.at("/stores/elasticsearch/url").asText());
    }

    /** A service; with its database's time where {@code withDatabase}. */
    Subject subject(String service, boolean withDatabase) {
        List<Long> pids = new ArrayList<>(List.of(pid(service)));
        if (withDatabase) {
            pids.add(state.at("/stores/postgresql/pid").asLong());
        }
        return new Subject(withDatabase ? service + " + PostgreSQL" : service, url(service), () -> pids);
    }

    @Override
    public void close() throws IOException {
        command(root, local, "down");
    }

    private static void command(Path root, Path local, String name, String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(root.resolve("deploy/" + name).toString()));
        line.addAll(List.of(arguments));
        Files.createDirectories(local);
        Path log = local.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("MODELWATCH_LOCAL", local.toString());
        builder.environment().put("MODELWATCH_SKIP_BUILD", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("deploy/" + name + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
