package io.modelwatch.alertrouter.template;

import java.util.Optional;

/** A number that has a name, such as a month. */
record GoName(String typeName, long number, String name) implements HasMethods {

    @Override
    public Optional<Function> method(String method) {
        return "String".equals(method) ? Optional.of(Function.get(() -> name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
