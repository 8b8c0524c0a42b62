package io.modelwatch.alertrouter.template;

/** What stands for a value where there is none. */
enum Absent {
    /** Go's nil. */
    NIL,
    /** No value at all: what an expression gives that came to nil, and the dot of a template called without data. */
    NONE;

    static boolean is(Object value) {
        return value instanceof Absent;
    }

    /** As Go prints it among other values. */
    @Override
    public String toString() {
        return "<nil>";
    }
}
