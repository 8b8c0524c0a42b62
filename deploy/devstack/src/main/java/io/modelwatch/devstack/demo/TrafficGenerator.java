package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes request records as a gateway would report them. Deterministic: the same seed and the same sequence of phases
 * give the same records but for their timestamps, which come from the caller. Not thread-safe.
 */
final class TrafficGenerator {

    private static final int USERS = 48;
    /** What the form of a chat adds to its texts. */
    private static final int CHAT_TOKENS = 4;

    private static final int CUT_TOKENS = 14;
    private static final double TIMEOUT_MS = 10_000;
    private static final List<String> REGIONS = List.of("eu-central", "cn-east", "us-west");

    private final Corpus corpus;
    private final String runId;
    private final Random random;
    private final Map<Integer, Integer> sessions = new HashMap<>();
    private int sequence;
    private int phaseBegan;
    private @Nullable Phase current;

    TrafficGenerator(Corpus corpus, String runId, long seed) {
        this.corpus = corpus;
        this.runId = runId;
        this.random = new Random(seed);
    }

    /** The next record of a phase. */
    ObjectNode next(Phase phase, Instant now) {
        CorpusText text = pick(corpus.of(pick(phase.mix(), Kind.GOOD)));
        ModelProfile model = pickModel();
        boolean fails = random.nextDouble() < phase.failing(model) && !isQuiet(phase);
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("request_id", String.format("%s-%06d", runId, ++sequence));
        record.put("timestamp", now.toString());
        origin(record, text);
        record.put("operation", "chat");
        record.put("provider", model.provider());
        record.put("model", model.name());
        texts(record, text);
        if (fails) {
            failure(record, phase, model);
        } else {
            success(record, phase, model, text);
        }
        record.put("trace_id", hex(32));
        record.put("span_id", hex(16));
        ObjectNode labels = record.putObject("labels");
        labels.put("region", pick(REGIONS));
        labels.put("lang", text.lang());
        record.withObject("/extra").put("corpus_id", text.id());
        return record;
    }

    /** Whether the next record is one of the first of its phase, none of which fails. */
    private boolean isQuiet(Phase phase) {
        if (!phase.equals(current)) {
            current = phase;
            phaseBegan = sequence;
        }
        return sequence - phaseBegan < phase.quietRecords();
    }

    private void origin(ObjectNode record, CorpusText text) {
        // The square makes a few users much busier than the others.
        int user = (int) (USERS * Math.pow(random.nextDouble(), 2));
        int session = sessions.merge(user, random.nextDouble() < 0.25 ? 1 : 0, Integer::sum);
        record.put("service", service(text));
        record.put("environment", random.nextDouble() < 0.92 ? "production" : "staging");
        record.put("user_id", String.format("u-%04d", 1001 + user));
        record.put("session_id", String.format("s-%04d-%02d", 1001 + user, session));
    }

    private String service(CorpusText text) {
        if (!text.context().isEmpty()) {
            return "doc-search";
        }
        return switch (text.kind()) {
            case FORMAT, FORMAT_BROKEN -> "extractor";
            case TEMPLATE, PERSONAL_DATA -> "support-bot";
            case SECRET -> "code-helper";
            case GOOD, HEDGING, OFF_TOPIC, REPETITION, REFUSAL, PARTIAL_REFUSAL, TOXIC, INJECTION, JAILBREAK ->
                pick(List.of("support-bot", "code-helper", "writing-assistant"));
            case GROUNDED, CONTRADICTION -> "doc-search";
        };
    }

    private static void texts(ObjectNode record, CorpusText text) {
        record.put("prompt", text.prompt());
        if (text.systemPrompt() != null) {
            record.put("system_prompt", text.systemPrompt());
        }
        if (!text.context().isEmpty()) {
            text.context().forEach(record.putArray("context")::add);
        }
        if (text.reference() != null) {
            record.put("reference", text.reference());
        }
    }

    private void success(ObjectNode record, Phase phase, ModelProfile model, CorpusText text) {
        boolean cut = random.nextDouble() < phase.incident().cut();
        String response = cut ? Tokens.cut(text.response(), CUT_TOKENS) : text.response();
        int input = CHAT_TOKENS + Tokens.ofInput(record);
        int reasoning = random.nextDouble() < model.thinks() ? 40 + random.nextInt(120) : 0;
        int output = Tokens.estimate(response) + reasoning;
        boolean cacheHit = random.nextDouble() < 0.04;
        int cached = cacheHit ? input : random.nextDouble() < 0.3 ? input / 2 : 0;
        // A model that is slow is slow at the start too, whatever the length of its answer.
        double usual = model.baseMs() + Tokens.estimate(text.response()) * model.msPerToken();
        double latency = cacheHit
                ? 20 + random.nextDouble() * 40
                : usual * Math.exp(model.spread() * random.nextGaussian()) * phase.slowdown(model);
        boolean stream = random.nextDouble() < 0.6;

        record.put("status", "success");
        record.put("http_status", 200);
        record.put("input_tokens", input);
        record.put("output_tokens", output);
        if (cached > 0) {
            record.put("cached_tokens", cached);
        }
        if (reasoning > 0) {
            record.put("reasoning_tokens", reasoning);
        }
        record.put("cache_hit", cacheHit);
        record.put("stream", stream);
        record.put("latency_ms", tenth(latency));
        if (stream) {
            record.put("ttft_ms", tenth(latency * (0.12 + 0.2 * random.nextDouble())));
        }
        record.put("queue_ms", tenth(random.nextDouble() * 12 * phase.slowdown(model)));
        record.put("response", response);
        record.withObject("/extra").put("finish_reason", cut ? "length" : "stop");
    }

    private void failure(ObjectNode record, Phase phase, ModelProfile model) {
        Failure failure = pick(phase.failures(model), Failure.UPSTREAM_5XX);
        if (failure == Failure.TIMEOUT && phase.slowdown(model) == 1) {
            // A model that is as fast as ever does not run into its time limit.
            failure = Failure.UPSTREAM_5XX;
        }
        double latency = switch (failure) {
            case TIMEOUT -> TIMEOUT_MS + random.nextDouble() * 50;
            case UPSTREAM_5XX -> model.baseMs() * (0.5 + random.nextDouble());
            case RATE_LIMIT, CONTEXT_LENGTH, CONTENT_FILTER -> 15 + random.nextDouble() * 60;
        };
        record.put("status", "error");
        record.put("error", failure.message());
        record.put("error_type", failure.type());
        record.put("http_status", failure.httpStatus());
        record.put("input_tokens", CHAT_TOKENS + Tokens.ofInput(record));
        record.put("output_tokens", 0);
        record.put("stream", random.nextDouble() < 0.6);
        record.put("latency_ms", tenth(latency));
    }

    private ModelProfile pickModel() {
        double left = random.nextDouble()
                * ModelProfile.ALL.stream().mapToDouble(ModelProfile::weight).sum();
        for (ModelProfile model : ModelProfile.ALL) {
            left -= model.weight();
            if (left < 0) {
                return model;
            }
        }
        return ModelProfile.ALL.getLast();
    }

    /** By weight, in the order of the enum so that it does not depend on the map's. */
    private <E extends Enum<E>> E pick(Map<E, Double> weights, E otherwise) {
        SortedMap<E, Double> sorted = new TreeMap<>(weights);
        double left = random.nextDouble()
                * sorted.values().stream().mapToDouble(Double::doubleValue).sum();
        for (E choice : sorted.keySet()) {
            left -= sorted.getOrDefault(choice, 0.0);
            if (left < 0) {
                return choice;
            }
        }
        return otherwise;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        while (text.length() < digits) {
            text.append(String.format("%08x", random.nextInt()));
        }
        return text.toString();
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
