package io.modelwatch.alertrouter.silence;

import java.util.Locale;

/** Where a silence is in its life; lists show them in this order. */
public enum SilenceState {
    ACTIVE,
    PENDING,
    EXPIRED;

    /** As the API spells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
