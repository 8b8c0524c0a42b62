package io.modelwatch.alertrouter.template;

import java.util.List;

/**
 * Something that templates can call: a function or a method.
 *
 * @param least fewest arguments
 * @param most most arguments, -1 for any number
 * @param body what it does; an IllegalArgumentException says what is wrong with the arguments
 */
record Function(int least, int most, Body body) {

    /** The work of a function. */
    @FunctionalInterface
    interface Body {
        Object call(List<Object> arguments);
    }

    static Function of(int arguments, Body body) {
        return new Function(arguments, arguments, body);
    }

    static Function atLeast(int arguments, Body body) {
        return new Function(arguments, -1, body);
    }

    /** One without arguments. */
    static Function get(java.util.function.Supplier<Object> value) {
        return of(0, arguments -> value.get());
    }

    /** What is wrong with a number of arguments; empty when nothing is. */
    String complaint(String name, int given) {
        if (most < 0 && given < least) {
            return "wrong number of args for " + name + ": want at least " + least + " got " + given;
        }
        if (most >= 0 && (given < least || given > most)) {
            return "wrong number of args for " + name + ": want " + least + " got " + given;
        }
        return "";
    }
}
