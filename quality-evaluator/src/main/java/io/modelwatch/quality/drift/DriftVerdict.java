package io.modelwatch.quality.drift;

import java.util.Locale;

/** How far a feature has moved; in ascending order of what an operator should know first. */
public enum DriftVerdict {
    NOT_ASSESSED,
    STABLE,
    MODERATE,
    SEVERE;

    /** The spelling in answers. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
