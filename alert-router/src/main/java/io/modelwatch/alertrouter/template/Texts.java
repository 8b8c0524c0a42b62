package io.modelwatch.alertrouter.template;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

/** A list of texts. */
final class Texts extends AbstractList<Object> implements HasMethods {

    private final List<String> texts;

    Texts(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    @Override
    public Object get(int index) {
        return texts.get(index);
    }

    @Override
    public int size() {
        return texts.size();
    }

    List<String> texts() {
        return texts;
    }

    @Override
    public Optional<Function> method(String name) {
        return "Join".equals(name)
                ? Optional.of(Function.of(1, args -> String.join(Arguments.text(args, 0), texts)))
                : Optional.empty();
    }

    @Override
    public String typeName() {
        return "[]string";
    }
}
