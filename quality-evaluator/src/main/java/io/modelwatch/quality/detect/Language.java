package io.modelwatch.quality.detect;

import java.util.Locale;

/** What a text is written in, as far as the detectors must tell. */
public enum Language {
    ZH,
    EN,
    /** Chinese and English, neither prevailing. */
    MIXED,
    /** Letters of some other language. */
    OTHER,
    /** No letters at all. */
    NONE;

    /** The spelling in answers: {@code zh}, {@code en}, {@code mixed}, {@code other}, {@code none}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean hasEnglish() {
        return this == EN || this == MIXED;
    }

    boolean hasChinese() {
        return this == ZH || this == MIXED;
    }

    boolean isSupported() {
        return hasEnglish() || hasChinese();
    }
}
