package io.modelwatch.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small shell process that outlives this one and stops what this one started, even when this one dies by kill -9: it
 * reads process ids from a pipe, and the end of the pipe is the end of this process. Thread-safe.
 */
public final class Guard implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            watched= server= starting= mark=
            while read -r operation subject rest; do
              case $operation in
                watch) watched="$watched $subject" ;;
                forget) watched=$(printf '%s' "$watched" | sed "s/ $subject\\>//") ;;
                starting) mark=$subject starting=$rest ;;
                started) server=$subject starting= ;;
                stopped) server= ;;
              esac
            done
            # A database server that was just being started tells its id by a file, in a moment. It is ours if it
            # carries our mark: by now another launcher may have started one on the same data.
            round=0
            while [ -n "$starting" ] && [ -z "$server" ] && [ $round -lt 20 ]; do
              [ ! -f "$starting" ] || server=$(head -n 1 "$starting")
              grep -qF -e "$mark" "/proc/${server:-0}/cmdline" 2>/dev/null || server=
              round=$((round + 1))
              sleep 0.1
            done
            for pid in $watched; do kill -TERM "$pid" 2>/dev/null; done
            [ -z "$server" ] || kill -INT "$server" 2>/dev/null
            round=0
            while [ $round -lt 100 ]; do
              alive=
              for pid in $watched $server; do kill -0 "$pid" 2>/dev/null && alive=yes; done
              [ -n "$alive" ] || exit 0
              round=$((round + 1))
              sleep 0.1
            done
            for pid in $watched $server; do kill -KILL "$pid" 2>/dev/null; done
            """;

    private final Process process;
    private final OutputStream pipe;

    private Guard(Process process) {
        this.process = process;
        this.pipe = process.getOutputStream();
    }

    /** Starts a guard that waits for the end of this process. */
    public static Guard start() throws IOException {
        return new Guard(new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Asks the process to end when this one does, and kills it ten seconds later; forgets it when it ends itself. */
    public void watch(ProcessHandle handle) {
        tell("watch " + handle.pid());
        var unused = handle.onExit().thenRun(() -> tell("forget " + handle.pid()));
    }

    /**
     * Announces that a PostgreSQL server is about to be started, so that it does not stay behind when this process dies
     * meanwhile.
     *
     * @param mark a word that only this server has among its arguments
     * @param pidFile where the server will write its process id
     */
    void databaseStarting(String mark, Path pidFile) {
        tell("starting " + mark + " " + pidFile.toAbsolutePath());
    }

    /** Shuts down the PostgreSQL server when this process ends, without waiting for its clients. */
    void databaseStarted(ProcessHandle server) {
        tell("started " + server.pid());
        var unused = server.onExit().thenRun(() -> tell("stopped"));
    }

    private void tell(String message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (pipe) {
            try {
                pipe.write(line);
                pipe.flush();
            } catch (IOException e) {
                if (process.isAlive()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Stops everything that is watched and still there, and waits for it. */
    @Override
    public void close() throws IOException {
        synchronized (pipe) {
            pipe.close();
        }
        process.onExit().join();
    }
}
