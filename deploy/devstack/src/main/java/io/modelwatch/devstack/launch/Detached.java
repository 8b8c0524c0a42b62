package io.modelwatch.devstack.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a launcher that stays when this process ends, and waits until it is ready. */
final class Detached {

    private static final Duration POLL = Duration.ofMillis(200);

    private Detached() {}

    /**
     * Starts it.
     *
     * @param arguments those of {@code deploy/up}, {@code --detach} among them
     * @return whether everything is ready
     */
    static boolean start(Folders folders, List<String> arguments) throws IOException, InterruptedException {
        Lock.take(folders).close(); // says at once when another one runs
        State.delete(folders);
        Files.createDirectories(folders.logs());
        Path log = folders.launcherLog();
        Files.deleteIfExists(log);
        // A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dmodelwatch.root=" + folders.root(),
                "-Dmodelwatch.local=" + folders.local(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up"));
        arguments.stream().filter(argument -> !argument.equals("--detach")).forEach(command::add);
        command.add("--supervise");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        long printed = 0;
        while (true) {
            printed = printFrom(log, printed);
            Optional<State> state = State.read(folders);
            if (state.isPresent() && state.get().launcher().pid() == process.pid()) {
                System.out.println("running; state in " + folders.local().resolve("state.json")
                        + "; deploy/down stops everything");
                return true;
            }
            if (!process.isAlive()) {
                printFrom(log, printed);
                return false;
            }
            Thread.sleep(POLL);
        }
    }

    private static long printFrom(Path log, long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            byte[] bytes = new byte[Math.toIntExact(file.length() - position)];
            file.readFully(bytes);
            System.out.print(new String(bytes, StandardCharsets.UTF_8));
            return position + bytes.length;
        }
    }
}
