package io.modelwatch.redaction;

import io.modelwatch.redaction.entity.Finding;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Applies a policy to texts. Immutable; any number of threads may share one. */
public final class Redactor {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_BYTES = 8;
    private static final int VISIBLE = 4;

    /** Taking a value out can bring a context word nearer to the next, so the result is looked at again. */
    private static final int ROUNDS = 8;

    private final Policy policy;
    private final Detector detector;
    private final SecretKeySpec key;

    private Redactor(Policy policy, byte[] key) {
        this.policy = policy;
        this.detector = Detector.of(policy.types(), policy.minimum());
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** {@code key} makes the tokens of {@link Action#HASH}; 16 bytes or more. */
    public static Redactor of(Policy policy, byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("key of " + key.length + " bytes: must be 16 or more");
        }
        return new Redactor(policy, key);
    }

    /** For a policy that hashes nothing. */
    public static Redactor of(Policy policy) {
        if (policy.types().stream().anyMatch(type -> policy.actionOn(type) == Action.HASH)) {
            throw new IllegalArgumentException("policy with HASH: must have a key");
        }
        return new Redactor(policy, new byte[32]);
    }

    public Policy policy() {
        return policy;
    }

    public Redaction redact(String text) {
        List<Edit> edits = new ArrayList<>();
        String current = text;
        for (int round = 0; round < ROUNDS; round++) {
            List<Finding> findings = detector.find(current);
            if (findings.isEmpty()) {
                break;
            }
            edits = merged(edits, findings, text);
            current = applied(edits, text);
        }
        return new Redaction(current, edits.stream().map(Edit::finding).toList());
    }

    /** A finding in the original, and what stands in its place. */
    private record Edit(Finding finding, String replacement) {}

    /** Adds findings of the text after {@code edits}; one that reaches into an edit takes it in. */
    private List<Edit> merged(List<Edit> edits, List<Finding> findings, String text) {
        List<Edit> merged = new ArrayList<>(edits.size() + findings.size());
        int next = 0;
        int shift = 0;
        for (Finding finding : findings) {
            while (next < edits.size() && end(edits.get(next), shift) <= finding.start()) {
                shift += growth(edits.get(next));
                merged.add(edits.get(next++));
            }
            int start = finding.start() - shift;
            int from = start;
            int until = 0;
            while (next < edits.size() && edits.get(next).finding().start() + shift < finding.end()) {
                from = Math.min(from, edits.get(next).finding().start());
                until = edits.get(next).finding().end();
                shift += growth(edits.get(next++));
            }
            int end = Math.max(finding.end() - shift, Math.max(until, from + 1));
            Finding original = new Finding(finding.type(), from, end, finding.score());
            merged.add(new Edit(original, replacement(original, text)));
        }
        merged.addAll(edits.subList(next, edits.size()));
        return merged;
    }

    private static int end(Edit edit, int shift) {
        return edit.finding().start() + shift + edit.replacement().length();
    }

    private static int growth(Edit edit) {
        return edit.replacement().length() - edit.finding().length();
    }

    private static String applied(List<Edit> edits, String text) {
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        for (Edit edit : edits) {
            result.append(text, copied, edit.finding().start()).append(edit.replacement());
            copied = edit.finding().end();
        }
        return result.append(text, copied, text.length()).toString();
    }

    private String replacement(Finding finding, String text) {
        String value = text.substring(finding.start(), finding.end());
        String name = finding.type().name();
        return switch (policy.actionOn(finding.type())) {
            case MASK -> '<' + name + '>';
            case HASH -> '<' + name + ':' + token(value) + '>';
            case LAST_FOUR -> lastFour(name, value);
            case KEEP -> value;
            case DROP -> "";
        };
    }

    private static String lastFour(String name, String value) {
        int visible = value.length() - VISIBLE;
        boolean short_ = value.length() < 2 * VISIBLE;
        return short_ || Character.isLowSurrogate(value.charAt(visible))
                ? '<' + name + '>'
                : "*".repeat(visible) + value.substring(visible);
    }

    /** Sixteen letters from a to p, which no recogniser takes for anything. */
    private String token(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            StringBuilder token = new StringBuilder(2 * TOKEN_BYTES);
            for (int i = 0; i < TOKEN_BYTES; i++) {
                token.append((char) ('a' + (hash[i] >> 4 & 15))).append((char) ('a' + (hash[i] & 15)));
            }
            return token.toString();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java platform", e);
        }
    }
}
