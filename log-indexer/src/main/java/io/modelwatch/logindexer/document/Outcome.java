package io.modelwatch.logindexer.document;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a record tells of went well: success, failure or unknown, as ECS has it. */
final class Outcome {

    static final String FAILURE = "failure";

    private static final Set<String> SUCCEEDED = Set.of("success", "ok", "succeeded", "completed");
    private static final Set<String> FAILED = Set.of("error", "failure", "failed", "timeout", "cancelled", "canceled");

    private Outcome() {}

    static String of(@Nullable String status, @Nullable Long httpStatus, boolean hasError) {
        String word = status == null ? "" : status.toLowerCase(Locale.ROOT);
        if (SUCCEEDED.contains(word)) {
            return "success";
        }
        if (FAILED.contains(word)) {
            return FAILURE;
        }
        if (httpStatus != null && httpStatus > 0) {
            return httpStatus < 400 ? "success" : FAILURE;
        }
        return hasError ? FAILURE : "unknown";
    }
}
