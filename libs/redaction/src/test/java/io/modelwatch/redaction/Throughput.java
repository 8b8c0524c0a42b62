package io.modelwatch.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Prints megabytes a second on one thread, detection and redaction of texts of about 2 kB, by kind of text. */
final class Throughput {

    private static final int TEXTS = 2_000;
    private static final int ROUNDS = 6;

    private Throughput() {}

    public static void main(String[] args) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("English prose", texts(Throughput::english));
        kinds.put("Chinese prose", texts(Throughput::chinese));
        kinds.put("JSON log lines", texts(Throughput::log));
        kinds.put(
                "prose with one finding in 400",
                texts(random ->
                        random.nextInt(4) == 0 ? english(random) + " mail ann.b@example.org" : english(random)));
        kinds.put("digits and separators", texts(Throughput::digits));
        Redactor redactor = Redactor.of(Policy.DEFAULT);
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            long bytes = kind.getValue().stream()
                    .mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            double best = 0;
            long findings = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                findings = 0;
                for (String text : kind.getValue()) {
                    findings += redactor.redact(text).findings().size();
                }
                best = Math.max(best, bytes * 1e3 / (System.nanoTime() - start));
            }
            System.out.printf("%-32s %8.1f MB/s  %6d findings%n", kind.getKey(), best, findings);
        }
    }

    private interface Maker {
        String line(Random random);
    }

    private static List<String> texts(Maker maker) {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>(TEXTS);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 2_000) {
                text.append(maker.line(random)).append('\n');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static String english(Random random) {
        String[] words =
                "the model answers slowly when a context is long, so we measured it again and found 3 reasons. However: none is new; see chapter twelve (in print) for well-known limits of such systems"
                        .split(" ");
        StringBuilder line = new StringBuilder();
        while (line.length() < 100) {
            line.append(words[random.nextInt(words.length)]).append(' ');
        }
        return line.toString();
    }

    private static String chinese(Random random) {
        String[] words = "模型 回答 比较 慢 ， 因为 上下文 很 长 。 我们 又 测量 了 一次 ， 发现 三个 原因 ： 2024年 以后 没有 新 的 变化 微观 口语".split(" ");
        StringBuilder line = new StringBuilder();
        while (line.length() < 60) {
            line.append(words[random.nextInt(words.length)]);
        }
        return line.toString();
    }

    private static String log(Random random) {
        return "{\"timestamp\":\"2026-11-24T10:%02d:%02d.%03dZ\",\"level\":\"INFO\",\"request_id\":\"req-%08x\",\"model\":\"gpt-4o\",\"input_tokens\":%d,\"output_tokens\":%d,\"latency_ms\":%d.%d,\"status\":\"success\"}"
                .formatted(
                        random.nextInt(60),
                        random.nextInt(60),
                        random.nextInt(1000),
                        random.nextInt(),
                        random.nextInt(4000),
                        random.nextInt(900),
                        random.nextInt(9000),
                        random.nextInt(10));
    }

    private static String digits(Random random) {
        StringBuilder line = new StringBuilder();
        while (line.length() < 100) {
            line.append(random.nextInt(100_000)).append(" -./:".charAt(random.nextInt(5)));
        }
        return line.toString();
    }
}
