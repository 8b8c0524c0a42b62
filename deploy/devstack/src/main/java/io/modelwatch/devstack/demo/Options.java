package io.modelwatch.devstack.demo;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What to play.
 *
 * @param runId starts every {@code request_id} of the run and names its drift baseline
 * @param seed of the generated traffic and of the forms in which it is sent
 * @param rate records a second; 0 means 20 for generated traffic and 50 for a replay
 * @param speed the same records in a fraction of the time: 2 halves it
 * @param patience seconds to wait at most for each thing that comes about by itself, such as a delivered alert
 * @param replay files or folders to replay; when empty, traffic is generated
 */
public record Options(String runId, long seed, double rate, double speed, int patience, List<Path> replay) {

    private static final double GENERATED_RATE = 20;
    private static final double REPLAY_RATE = 50;
    private static final RandomGenerator RUN_IDS = RandomGenerator.getDefault();

    public Options {
        if (runId.isBlank()) {
            throw new IllegalArgumentException("the run needs an id");
        }
        if (!(rate >= 0 && rate <= 10_000)) {
            throw new IllegalArgumentException("--rate must lie between 0 and 10000 records a second, was " + rate);
        }
        if (!(speed > 0 && speed <= 1000)) {
            throw new IllegalArgumentException("--speed must lie between 0 and 1000, was " + speed);
        }
        if (patience < 1) {
            throw new IllegalArgumentException("--patience must be at least 1 second, was " + patience);
        }
        replay = List.copyOf(replay);
    }

    /** Generated traffic with the fixed seed. */
    public static Options generated() {
        return new Options("demo-" + shortId(), 42, 0, 1, 60, List.of());
    }

    /** The records of files or folders. */
    public static Options replay(List<Path> paths) {
        return new Options("replay-" + shortId(), 42, 0, 1, 60, paths);
    }

    public Options withSeed(long seed) {
        return new Options(runId, seed, rate, speed, patience, replay);
    }

    public Options withRate(double rate) {
        return new Options(runId, seed, rate, speed, patience, replay);
    }

    public Options withSpeed(double speed) {
        return new Options(runId, seed, rate, speed, patience, replay);
    }

    public Options withPatience(int patience) {
        return new Options(runId, seed, rate, speed, patience, replay);
    }

    boolean replays() {
        return !replay.isEmpty();
    }

    double effectiveRate() {
        return rate > 0 ? rate : replays() ? REPLAY_RATE : GENERATED_RATE;
    }

    private static String shortId() {
        return HexFormat.of().toHexDigits(RUN_IDS.nextInt()).substring(0, 6);
    }
}
