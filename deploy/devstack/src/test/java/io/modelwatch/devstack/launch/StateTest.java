package io.modelwatch.devstack.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

    @TempDir
    private Path local;

    @Test
    void stateIsReadBackByItsOwnerAlone() throws IOException {
        Folders folders = new Folders(local, local);
        State state = state(ProcessHandle.current().pid());

        state.write(folders);

        assertEquals(Optional.of(state), State.read(folders));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(local.resolve("state.json"))));
    }

    @Test
    void stateOfALauncherThatIsGoneIsNone() throws Exception {
        Folders folders = new Folders(local, local);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        state(gone.pid()).write(folders);

        assertEquals(Optional.empty(), State.read(folders));
    }

    private State state(long launcher) {
        return new State(
                Map.of("log-indexer", new State.Running(URI.create("http://127.0.0.1:1"), 2, local.resolve("x.log"))),
                Map.of("postgresql", new State.Store("postgresql://127.0.0.1:3/postgres", 4)),
                new State.Launcher(launcher, URI.create("http://127.0.0.1:5"), "token"),
                URI.create("http://127.0.0.1:6/"));
    }
}
