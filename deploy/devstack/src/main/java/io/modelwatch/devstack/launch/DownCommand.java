package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploy/down}. */
@Command(name = "down", description = "Stops what deploy/up started.")
final class DownCommand implements Callable<Integer> {

    private static final long STOP_WAIT_SECONDS = 90;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    @Option(names = "--wipe", description = "Also deletes the data and the logs.")
    private boolean wipe;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Folders folders = Folders.fromSystemProperties();
        Optional<State> state = State.read(folders);
        if (state.isPresent()) {
            stop(state.get().launcher().pid());
            System.out.println("stopped");
        } else {
            System.out.println("nothing is running");
        }
        try (Lock lock = Lock.take(folders)) {
            State.delete(folders);
            if (wipe) {
                delete(folders.data());
                delete(folders.logs());
                delete(folders.configuration());
                System.out.println("deleted the data of " + lock.folders().local());
            }
        }
        return 0;
    }

    private static void stop(long pid) throws InterruptedException {
        Optional<ProcessHandle> launcher = ProcessHandle.of(pid);
        if (launcher.isEmpty()) {
            return;
        }
        launcher.get().destroy();
        try {
            launcher.get().onExit().get(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartException("the launcher, process " + pid + ", does not end; kill -9 " + pid + " helps", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path entry : entries) {
            Files.delete(entry);
        }
    }
}
