package io.modelwatch.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code deploy/bench/run}. */
@Command(
        name = "deploy/bench/run",
        mixinStandardHelpOptions = true,
        description =
                "Starts the four services and the peers that this machine has, measures both under the same load and"
                        + " prints one table. CPU seconds are those of the server's processes; warm-up is by count.")
public final class Main implements Callable<Integer> {

    private static final Map<String, Bench.Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("records", new RecordScenario());
        SCENARIOS.put("exposition", new ExpositionScenario());
        SCENARIOS.put("alerts", new AlertScenario());
        SCENARIOS.put("notifications", new NotificationScenario());
        SCENARIOS.put("logs", new LogScenario());
        SCENARIOS.put("evaluations", new EvaluationScenario());
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "scenarios: records, exposition, alerts, notifications, logs, evaluations; all unless told")
    private List<String> only = List.copyOf(SCENARIOS.keySet());

    @Option(names = "--scale", paramLabel = "X", description = "factor of all counts (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(names = "--write", paramLabel = "FILE", description = "writes the table into a file too")
    private Path write = Path.of("");

    private Main() {}

    /** Exits with 0 when all was measured, whether targets were met or not; with 1 when a scenario broke. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        for (String name : only) {
            if (!SCENARIOS.containsKey(name)) {
                System.err.println("there is no scenario '" + name + "'; there are " + SCENARIOS.keySet());
                return 2;
            }
        }
        Path root = Path.of(System.getProperty("modelwatch.root", "."));
        Path folder = Files.createDirectories(root.resolve("deploy/bench/target/run"));
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Table table = new Table();
        boolean broken = false;
        progress.println("starting the services");
        try (Stack stack = Stack.start(root, folder.resolve("stack"), config(folder));
                Processes peers = new Processes(folder)) {
            Bench bench = new Bench(root, folder, stack, peers, scale, table, progress);
            for (var scenario : SCENARIOS.entrySet()) {
                String name = scenario.getKey();
                if (!only.contains(name)) {
                    continue;
                }
                progress.println(name);
                try {
                    scenario.getValue().run(bench);
                } catch (IOException | RuntimeException failure) {
                    progress.println("  broke: " + failure);
                    table.note("**" + name + " broke:** " + failure.getMessage());
                    broken = true;
                }
            }
        }
        String text = "Measured on " + LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe() + ", scale "
                + Table.number(scale) + ".\n" + table;
        System.out.println(text);
        if (!write.toString().isEmpty()) {
            Files.writeString(write, text);
        }
        return broken ? 1 : 0;
    }

    /** alert-router gets the same configuration as Alertmanager does; the collector's own work is measured apart. */
    private static Path config(Path folder) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("alertmanager.yml"), AlertScenario.configuration(NotificationScenario.SINK));
        Files.writeString(config.resolve("none.rules.yml"), "groups: []\n");
        return config;
    }
}
