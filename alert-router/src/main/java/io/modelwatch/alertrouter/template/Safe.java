package io.modelwatch.alertrouter.template;

/**
 * A text that the template's author vouches for.
 *
 * @param html whether it is markup; else an address
 */
record Safe(boolean html, String text) {

    @Override
    public String toString() {
        return text;
    }
}
