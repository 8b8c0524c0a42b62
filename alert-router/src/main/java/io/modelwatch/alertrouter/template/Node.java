package io.modelwatch.alertrouter.template;

import java.util.List;
import java.util.Optional;

/** A part of a template, and where it begins. */
sealed interface Node {

    int at();

    /** What stands between the beginning and the end of something. */
    record Block(int at, List<Node> nodes) implements Node {

        /** Whether it prints nothing but white space. */
        boolean isEmpty() {
            return nodes.stream().allMatch(each -> each instanceof Text(int at, String text) && text.isBlank());
        }
    }

    /** Printed as it stands. */
    record Text(int at, String text) implements Node {}

    /** The value is printed, unless it is assigned. */
    record Action(int at, Pipe pipe) implements Node {}

    /** Also {@code with}, whose dot is the value. */
    record If(int at, boolean with, Pipe pipe, Block then, Block otherwise) implements Node {}

    /** Once for each element. */
    record Range(int at, Pipe pipe, Block body, Block otherwise) implements Node {}

    /** Executes another template. */
    record Call(int at, String name, Optional<Pipe> pipe) implements Node {}

    /** Leaves the innermost range. */
    record Break(int at) implements Node {}

    /** On to the next element. */
    record Continue(int at) implements Node {}

    /**
     * Commands, each given the value of the one before.
     *
     * @param variables that take the value, in a range also the index
     * @param assigns whether the variables are there already
     */
    record Pipe(int at, List<String> variables, boolean assigns, List<Command> commands) implements Node {}

    /** A function or method and its arguments, or a value. */
    record Command(int at, List<Node> words) implements Node {}

    /** The dot. */
    record Dot(int at) implements Node {}

    /** The word nil. */
    record Nil(int at) implements Node {}

    /** A text, a number, true or false. */
    record Constant(int at, Object value) implements Node {}

    /** A function. */
    record Identifier(int at, String name) implements Node {}

    /** Fields of the dot. */
    record Field(int at, List<String> names) implements Node {}

    /** A variable and fields of it. */
    record Variable(int at, String name, List<String> fields) implements Node {}

    /** Fields of what stands in parentheses, or of a function's value. */
    record Chain(int at, Node of, List<String> fields) implements Node {}
}
