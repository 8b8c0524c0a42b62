package io.modelwatch.alertrouter.label;

/** Which label names are allowed. */
public enum LabelNames {
    /** Any text that is not empty. */
    UTF8,
    /** ASCII letters, digits and underscores, not beginning with a digit. */
    CLASSIC;

    public boolean allows(String name) {
        if (name.isEmpty()) {
            return false;
        }
        return this == UTF8 || isClassic(name);
    }

    private static boolean isClassic(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
