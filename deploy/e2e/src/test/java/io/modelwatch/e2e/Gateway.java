package io.modelwatch.e2e;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends records as a gateway does, from some threads, until told to stop; repeats what was not acknowledged. */
final class Gateway implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int BATCH = 5;
    private static final Duration RETRY_AFTER = Duration.ofMillis(100);

    private final RunningStack stack;
    private final String prefix;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Collection<String> refusals = new ConcurrentLinkedQueue<>();
    private final Collection<String> surprises = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Gateway(RunningStack stack, String prefix) {
        this.stack = stack;
        this.prefix = prefix;
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(this::sendUntilStopped));
        }
    }

    static Map<String, Object> record(String id, String model, double latency) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("request_id", id);
        record.put("timestamp", Instant.now().toString());
        record.put("service", "e2e");
        record.put("model", model);
        record.put("status", "success");
        record.put("input_tokens", 12);
        record.put("output_tokens", 34);
        record.put("latency_ms", latency);
        record.put("ttft_ms", 50);
        record.put("prompt", "What is the capital of France? 法国的首都是哪里？");
        record.put("response", "The capital of France is Paris. 法国的首都是巴黎。");
        return record;
    }

    private void sendUntilStopped() {
        while (!stopping.get()) {
            List<Map<String, Object>> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(record(prefix + next.getAndIncrement(), "e2e-traffic", 100));
            }
            while (!delivered(batch)) {
                if (stopping.get()) {
                    return;
                }
                LockSupport.parkNanos(RETRY_AFTER.toNanos());
            }
        }
    }

    private boolean delivered(List<Map<String, Object>> batch) {
        try {
            RunningStack.Answer answer = stack.post("metrics-collector", "/api/v1/requests", batch);
            switch (answer.status()) {
                case 200 -> {
                    batch.forEach(record -> acknowledged.add((String) record.get("request_id")));
                    return true;
                }
                case 503 -> refusals.add(answer.body());
                default -> surprises.add(answer.status() + " " + answer.body());
            }
        } catch (IOException e) {
            refusals.add(e.toString());
        }
        return false;
    }

    int acknowledgedSoFar() {
        return acknowledged.size();
    }

    /** Stops; what is returned was acknowledged. */
    List<String> stop() throws InterruptedException {
        stopping.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(acknowledged);
    }

    /** Refusals that a sender may repeat: 503 and failed connections. */
    int refusals() {
        return refusals.size();
    }

    /** Any other answer. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    @Override
    public void close() {
        stopping.set(true);
        threads.forEach(Thread::interrupt);
    }
}
