package io.modelwatch.collector.settings;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who changes something, for its history. */
public final class SenderOf {

    private SenderOf() {}

    /** The name of whoever is logged in. */
    public static String name(@Nullable Principal principal) {
        return principal == null || principal.getName().isEmpty() ? "anonymous" : principal.getName();
    }
}
