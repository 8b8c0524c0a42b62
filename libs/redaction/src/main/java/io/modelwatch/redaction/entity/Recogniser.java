package io.modelwatch.redaction.entity;

/** Finds candidates in a prepared text in time linear in its length; immutable and free of state between calls. */
@FunctionalInterface
public interface Recogniser {

    void scan(Subject subject, Candidates candidates);
}
