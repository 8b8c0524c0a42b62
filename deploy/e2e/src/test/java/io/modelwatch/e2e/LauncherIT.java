package io.modelwatch.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {

    private static final String SOME_USER = "daemon";

    @Test
    void killedLauncherLeavesNothingBehindAndItsDataServesTheNext() throws Exception {
        RunningStack stack = RunningStack.start("launcher");
        try {
            stack.post("alert-router", "/api/v2/alerts", List.of(Map.of("labels", Map.of("alertname", "Kept"))));
            List<ProcessHandle> processes = processes(stack);
            assertEquals(7, processes.size());

            // When
            processes.getFirst().destroyForcibly();

            // Then
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));

            // When: started again on the same data
            RunningStack again = RunningStack.start("launcher");

            // Then
            assertTrue(again.get("alert-router", "/api/v2/alerts").body().contains("Kept"));
            RunningStack.Finished second = again.run("up", "--detach", "--no-demo", "--free-ports");
            assertEquals(1, second.exitCode());
            assertTrue(second.output().contains("another deploy/up is running"), second.output());
            List<ProcessHandle> last = processes(again);
            again.close();
            assertTrue(last.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            stack.run("down", "--wipe");
        }
    }

    @Test
    void normalUserCanStartIt(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            Assumptions.abort("every other test here runs as a normal user already");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> asUser = List.of(
                "setpriv", "--reuid=" + SOME_USER, "--regid=" + SOME_USER, "--clear-groups", "env", "HOME=" + folder);

        try (RunningStack stack = RunningStack.start(folder.resolve("local"), asUser)) {
            assertEquals(200, stack.get("metrics-collector", "/q/health/ready").status());
            for (ProcessHandle process : processes(stack)) {
                assertEquals(SOME_USER, process.info().user().orElse(SOME_USER));
            }
        }
    }

    @Test
    void partThatCannotStartIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("alertmanager.yml"), "route:\n  receiver: nobody\nreceivers: []\n");
        Path local = RunningStack.ROOT.resolve("deploy/e2e/target/broken");

        RunningStack.Finished up = RunningStack.run(
                local, List.of(), "up", "--detach", "--no-demo", "--free-ports", "--config", folder.toString());

        assertEquals(1, up.exitCode(), up.output());
        assertTrue(up.output().contains("alert-router ended with exit code"), up.output());
        assertTrue(up.output().contains("nobody"), up.output());
        assertFalse(Files.exists(local.resolve("state.json")));
        RunningStack.run(local, List.of(), "down", "--wipe");
    }

    @Test
    void mistakesOnTheCommandLineAreExplained() {
        Path local = RunningStack.ROOT.resolve("deploy/e2e/target/mistakes");

        RunningStack.Finished unknown = RunningStack.run(local, List.of(), "up", "--nonsense");
        RunningStack.Finished restart = RunningStack.run(local, List.of(), "up", "--restart", "kibana");
        RunningStack.Finished nothing = RunningStack.run(local, List.of(), "up", "--restart", "log-indexer");
        RunningStack.Finished help = RunningStack.run(local, List.of(), "up", "--help");

        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.output().contains("--nonsense"), unknown.output());
        assertTrue(restart.output().contains("there is no service 'kibana'"), restart.output());
        assertTrue(nothing.output().contains("nothing is running"), nothing.output());
        assertEquals(0, help.exitCode());
        assertTrue(help.output().contains("--replay"), help.output());
    }

    /** The launcher first, then the services and stores. */
    private static List<ProcessHandle> processes(RunningStack stack) {
        List<ProcessHandle> processes = new ArrayList<>();
        processes.add(
                ProcessHandle.of(stack.state().at("/launcher/pid").asLong()).orElseThrow());
        stack.state()
                .path("services")
                .forEach(service -> processes.add(
                        ProcessHandle.of(service.path("pid").asLong()).orElseThrow()));
        stack.state()
                .path("stores")
                .forEach(store -> processes.add(
                        ProcessHandle.of(store.path("pid").asLong()).orElseThrow()));
        return processes;
    }
}
