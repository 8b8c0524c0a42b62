package io.modelwatch.collector.textformat;

/** Gets what stands in an exposition, in its order. When reading fails in the end, nothing of it may be used. */
@FunctionalInterface
public interface ExpositionHandler {

    /** One sample. The view is used again for the next one: take out of it what is to be kept. */
    void sample(SampleView sample);

    /** The type of a family was declared, before its samples or after them. */
    default void type(String family, FamilyType type) {}

    /** What a family is about was said. */
    default void help(String family, String text) {}
}
