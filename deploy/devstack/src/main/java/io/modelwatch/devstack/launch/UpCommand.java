package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import io.modelwatch.devstack.demo.Demo;
import io.modelwatch.devstack.demo.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploy/up}. */
@Command(
        name = "deploy/up",
        sortOptions = false,
        description = {
            "Starts PostgreSQL, Elasticsearch and the four services, feeds them LLM traffic as a gateway would",
            "send it, prints what came out, and keeps running until Ctrl-C."
        })
final class UpCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean help;

    @Option(names = "--once", description = "Stops after the summary: exit code 0, or 1 when a figure is missing.")
    private boolean once;

    @Option(
            names = "--replay",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Sends the records of these NDJSON or JSONL files or folders instead of the demo's.")
    private List<Path> replay = List.of();

    @Option(names = "--no-demo", description = "Sends nothing.")
    private boolean noDemo;

    @Option(
            names = "--detach",
            description = "Returns when all is ready and keeps running; see deploy/.local/state.json.")
    private boolean detach;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "A folder with alertmanager.yml, *rules.yml, prices.json or SERVICE.properties (such as"
                    + " metrics-collector's scrape targets) that override or add to what is shipped.")
    private @Nullable Path config;

    @Option(names = "--free-ports", description = "Takes any free ports instead of 8081, 8082, 9093 and 8084.")
    private boolean freePorts;

    @Option(
            names = "--restart",
            paramLabel = "SERVICE",
            description = "Starts a service of the running stack again, on the same port and data.")
    private @Nullable String restart;

    @Option(names = "--rate", paramLabel = "N", description = "Records a second.")
    private double rate;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the demo's traffic (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--speed", paramLabel = "X", description = "Plays the same records X times as fast.")
    private double speed = 1;

    @Option(names = "--supervise", hidden = true)
    private boolean supervise;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Folders folders = Folders.fromSystemProperties();
        if (restart != null) {
            return restart(folders, restart);
        }
        if (detach && once) {
            throw new ParameterException(spec.commandLine(), "--detach and --once exclude each other");
        }
        if (detach) {
            List<String> arguments = spec.commandLine().getParseResult().originalArgs();
            return Detached.start(folders, arguments) ? 0 : 1;
        }
        Options demo = demo();
        try (Launcher launcher = Launcher.start(folders, config, freePorts)) {
            launcher.printAddresses();
            int exit = noDemo ? 0 : Demo.run(launcher.endpoints(), launcher.sink(), demo, System.out);
            if (once) {
                return exit;
            }
            System.out.println(supervise ? "running" : "running; Ctrl-C stops everything");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Options demo() {
        try {
            return (replay.isEmpty() ? Options.generated() : Options.replay(replay))
                    .withSeed(seed)
                    .withRate(rate)
                    .withSpeed(speed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static int restart(Folders folders, String id) throws IOException, InterruptedException {
        Service service = Service.of(id).orElseThrow(() -> new StartException(Service.unknown(id), null));
        State state = State.read(folders)
                .orElseThrow(() -> new StartException("nothing is running on " + folders.local(), null));
        Control.order(state.launcher(), service);
        System.out.println(service.id() + " is ready again");
        return 0;
    }
}
