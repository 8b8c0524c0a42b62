package io.modelwatch.collector.forward;

import org.jspecify.annotations.Nullable;

/** Says why a call failed, for a sender and for the log: the innermost cause, without addresses of our own network. */
final class Causes {

    private static final int MOST_CAUSES = 20;

    private Causes() {}

    static String of(Throwable failure) {
        Throwable innermost = failure;
        @Nullable Throwable next = failure.getCause();
        for (int depth = 0; next != null && depth < MOST_CAUSES; depth++) {
            innermost = next;
            next = innermost.getCause();
        }
        String kind = innermost.getClass().getSimpleName();
        if (kind.contains("Timeout")) {
            return "no answer in time";
        }
        return kind.contains("Connect") || kind.contains("UnknownHost") ? "no connection" : kind;
    }
}
