package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.template.Node.Block;
import io.modelwatch.alertrouter.template.Node.Command;
import io.modelwatch.alertrouter.template.Node.Pipe;
import io.modelwatch.alertrouter.template.Parser.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution of a template, within bounds: nothing that a template or its data does can make it run on. */
final class Execution {

    /** Most templates within templates. */
    static final int MAX_DEPTH = 100;

    /** Most nodes worked on. */
    static final int MAX_STEPS = 1_000_000;

    private final Map<String, Definition> templates;
    private final Map<String, Function> functions;
    private final int maxLength;
    private final @Nullable HtmlEscaper html;
    private final StringBuilder out = new StringBuilder();
    private List<Variable> variables = new ArrayList<>();
    private Definition current;
    private int depth;
    private int steps;

    /** A variable and its value now. */
    private static final class Variable {
        private final String name;
        private Object value;

        private Variable(String name, Object value) {
            this.name = name;
            this.value = value;
        }
    }

    /** How a block ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    /**
     * An execution.
     *
     * @param html writes values into an HTML document; null when the text is none
     */
    Execution(
            Map<String, Definition> templates,
            Map<String, Function> functions,
            Definition start,
            int maxLength,
            @Nullable HtmlEscaper html) {
        this.html = html;
        this.templates = templates;
        this.functions = functions;
        this.current = start;
        this.maxLength = maxLength;
    }

    String run(Object data) {
        variables.add(new Variable("$", data));
        block(current.body(), data);
        return out.toString();
    }

    private TemplateException error(Node at, String reason) {
        return current.source().error(at.at(), "executing \"" + current.name() + "\": " + reason);
    }

    private void step(Node node) {
        if (++steps > MAX_STEPS) {
            throw error(node, "more than " + MAX_STEPS + " steps");
        }
    }

    private void write(Node node, String text) {
        if (out.length() + text.length() > maxLength) {
            throw error(node, "the text becomes longer than " + maxLength + " characters");
        }
        out.append(text);
    }

    private Flow block(Block block, Object dot) {
        for (Node node : block.nodes()) {
            Flow flow = node(node, dot);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private void forget(int known) {
        variables.subList(known, variables.size()).clear();
    }

    private Flow node(Node node, Object dot) {
        step(node);
        switch (node) {
            case Node.Text text -> write(node, html == null ? text.text() : html.text(text.text()));
            case Node.Action action -> {
                if (html != null && action.pipe().variables().isEmpty()) {
                    writeEscaped(html, action.pipe(), dot);
                    break;
                }
                Object value = pipe(action.pipe(), dot, true);
                if (action.pipe().variables().isEmpty()) {
                    write(node, printed(action.pipe(), value));
                }
            }
            case Node.If condition -> {
                int known = variables.size();
                Object value = pipe(condition.pipe(), dot, true);
                Flow flow = Values.truth(value)
                        ? block(condition.then(), condition.with() ? value : dot)
                        : block(condition.otherwise(), dot);
                forget(known);
                return flow;
            }
            case Node.Range range -> {
                return range(range, dot);
            }
            case Node.Call call -> call(call, dot);
            case Node.Break end -> {
                return Flow.BREAK;
            }
            case Node.Continue next -> {
                return Flow.CONTINUE;
            }
            case Node other -> throw error(other, "not executable");
        }
        return Flow.ON;
    }

    /** A pipeline that ends with {@code html} or {@code urlquery} asks for what is done anyway. */
    private void writeEscaped(HtmlEscaper escaper, Pipe pipe, Object dot) {
        HtmlEscaper.Own own = own(pipe);
        boolean replaced = escaper.replaces(own);
        Object value = pipe(replaced ? without(pipe) : pipe, dot, true);
        write(pipe, escaper.value(value, printed(pipe, value), replaced ? own : HtmlEscaper.Own.NONE));
    }

    private static HtmlEscaper.Own own(Pipe pipe) {
        Command last = pipe.commands().getLast();
        boolean alone = pipe.commands().size() == 1;
        if (last.words().getFirst() instanceof Node.Identifier(int at, String name)
                && last.words().size() == (alone ? 2 : 1)) {
            return switch (name) {
                case "html" -> HtmlEscaper.Own.HTML;
                case "urlquery" -> HtmlEscaper.Own.URLQUERY;
                default -> HtmlEscaper.Own.NONE;
            };
        }
        return HtmlEscaper.Own.NONE;
    }

    private static Pipe without(Pipe pipe) {
        List<Command> commands = new ArrayList<>(pipe.commands());
        Command last = commands.removeLast();
        if (commands.isEmpty()) {
            commands.add(
                    new Command(last.at(), last.words().subList(1, last.words().size())));
        }
        return new Pipe(pipe.at(), pipe.variables(), pipe.assigns(), commands);
    }

    private String printed(Node at, Object value) {
        if (Absent.is(value)) {
            return "<no value>";
        }
        if (value instanceof Function) {
            throw error(at, "can't print a function");
        }
        if (value instanceof Safe safe) {
            return safe.text();
        }
        return GoFormat.value(value);
    }

    private Flow range(Node.Range range, Object dot) {
        int outer = variables.size();
        Object value = pipe(range.pipe(), dot, false);
        int known = variables.size();
        List<Object[]> elements = elements(range, value);
        Flow flow = Flow.ON;
        if (elements.isEmpty()) {
            flow = block(range.otherwise(), dot);
        }
        for (Object[] element : elements) {
            step(range);
            take(range, element[0], element[1], outer);
            Flow inner = block(range.body(), element[1]);
            forget(known);
            if (inner == Flow.BREAK) {
                break;
            }
        }
        forget(outer);
        return flow;
    }

    private void take(Node.Range range, Object index, Object element, int outer) {
        List<String> names = range.pipe().variables();
        for (int i = 0; i < names.size(); i++) {
            Object value = names.size() == 2 && i == 0 ? index : element;
            if (range.pipe().assigns()) {
                assign(range.pipe(), names.get(i), value);
            } else {
                variables.get(outer + i).value = value;
            }
        }
    }

    /** Pairs of index and element. */
    private List<Object[]> elements(Node at, Object value) {
        List<Object[]> elements = new ArrayList<>();
        switch (value) {
            case Absent absent -> {}
            case List<?> list -> {
                for (Object each : list) {
                    elements.add(new Object[] {(long) elements.size(), each});
                }
            }
            case Map<?, ?> map -> {
                Map<String, Object> sorted = new TreeMap<>(io.modelwatch.alertrouter.label.CodePoints.ORDER);
                map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
                sorted.forEach((key, each) -> elements.add(new Object[] {key, each}));
            }
            case Long count -> {
                if (count > MAX_STEPS) {
                    throw error(at, "range over " + count + " is too long");
                }
                for (long i = 0; i < count; i++) {
                    elements.add(new Object[] {i, i});
                }
            }
            default -> throw error(at, "range can't iterate over " + GoFormat.value(value));
        }
        return elements;
    }

    private void call(Node.Call call, Object dot) {
        Definition called = templates.get(call.name());
        if (called == null) {
            throw error(call, "template \"" + call.name() + "\" not defined");
        }
        if (depth == MAX_DEPTH) {
            throw error(call, "templates call each other more than " + MAX_DEPTH + " levels deep");
        }
        Object data = call.pipe().map(pipe -> pipe(pipe, dot, true)).orElse(Absent.NONE);
        Definition caller = current;
        List<Variable> outer = variables;
        current = called;
        variables = new ArrayList<>(List.of(new Variable("$", data)));
        depth++;
        block(called.body(), data);
        depth--;
        variables = outer;
        current = caller;
    }

    /**
     * The value of a pipeline.
     *
     * @param sets whether it sets its variables here; those of a range are set for each element
     */
    private Object pipe(Pipe pipe, Object dot, boolean sets) {
        step(pipe);
        Optional<Object> value = Optional.empty();
        for (Command command : pipe.commands()) {
            Object result = command(command, dot, value);
            value = Optional.of(result == Absent.NIL ? Absent.NONE : result);
        }
        Object result = value.orElse(Absent.NONE);
        for (String name : pipe.variables()) {
            if (!pipe.assigns()) {
                variables.add(new Variable(name, result));
            } else if (sets) {
                assign(pipe, name, result);
            }
        }
        return result;
    }

    private void assign(Node at, String name, Object value) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name.equals(name)) {
                variables.get(i).value = value;
                return;
            }
        }
        throw error(at, "undefined variable: " + name);
    }

    private Object variable(Node at, String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i).value;
            }
        }
        throw error(at, "undefined variable: " + name);
    }

    private Object command(Command command, Object dot, Optional<Object> piped) {
        Node first = command.words().getFirst();
        List<Node> arguments = command.words().subList(1, command.words().size());
        boolean plain = arguments.isEmpty() && piped.isEmpty();
        return switch (first) {
            case Node.Field field -> fields(field, dot, dot, field.names(), arguments, piped);
            case Node.Variable variable -> {
                Object value = variable(variable, variable.name());
                if (variable.fields().isEmpty()) {
                    onlyValue(variable, plain);
                    yield value;
                }
                yield fields(variable, dot, value, variable.fields(), arguments, piped);
            }
            case Node.Chain chain -> fields(chain, dot, argument(chain.of(), dot), chain.fields(), arguments, piped);
            case Node.Identifier function -> function(function, dot, arguments, piped);
            case Pipe inner -> {
                onlyValue(inner, plain);
                yield pipe(inner, dot, true);
            }
            case Node.Nil nil -> throw error(nil, "nil is not a command");
            case Node other -> {
                onlyValue(other, plain);
                yield value(other, dot);
            }
        };
    }

    private void onlyValue(Node node, boolean plain) {
        if (!plain) {
            throw error(node, "can't give argument to non-function");
        }
    }

    private Object value(Node node, Object dot) {
        return switch (node) {
            case Node.Dot it -> dot;
            case Node.Constant constant -> constant.value();
            case Node other -> throw error(other, "can't evaluate this");
        };
    }

    /** What a word is that does not stand first. */
    private Object argument(Node node, Object dot) {
        step(node);
        return switch (node) {
            case Node.Nil nil -> Absent.NIL;
            case Node.Field field -> fields(field, dot, dot, field.names(), List.of(), Optional.empty());
            case Node.Variable variable ->
                fields(
                        variable,
                        dot,
                        variable(variable, variable.name()),
                        variable.fields(),
                        List.of(),
                        Optional.empty());
            case Node.Chain chain ->
                fields(chain, dot, argument(chain.of(), dot), chain.fields(), List.of(), Optional.empty());
            case Node.Identifier function -> function(function, dot, List.of(), Optional.empty());
            case Pipe pipe -> pipe(pipe, dot, true);
            case Node other -> value(other, dot);
        };
    }

    private Object fields(
            Node at, Object dot, Object from, List<String> names, List<Node> arguments, Optional<Object> piped) {
        Object value = from;
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            value = field(at, dot, value, names.get(i), last ? arguments : List.of(), last ? piped : Optional.empty());
        }
        return value;
    }

    private Object field(Node at, Object dot, Object from, String name, List<Node> arguments, Optional<Object> piped) {
        if (from == Absent.NONE) {
            return Absent.NONE;
        }
        if (from == Absent.NIL) {
            throw error(at, "nil pointer evaluating interface {}." + name);
        }
        if (from instanceof HasMethods methods) {
            Optional<Function> method = methods.method(name);
            if (method.isPresent()) {
                List<Object> values = values(arguments, dot);
                piped.ifPresent(values::add);
                return invoke(at, name, method.get(), values);
            }
        }
        boolean hasArguments = !arguments.isEmpty() || piped.isPresent();
        switch (from) {
            case Struct struct -> {
                Object value = struct.fields().get(name);
                if (value != null) {
                    if (hasArguments) {
                        throw error(at, name + " has arguments but cannot be invoked as function");
                    }
                    return value;
                }
            }
            case Map<?, ?> map -> {
                if (hasArguments) {
                    throw error(at, name + " is not a method but has arguments");
                }
                return Values.entry(map, name);
            }
            default -> {}
        }
        throw error(at, "can't evaluate field " + name + " in type " + Values.type(from));
    }

    private List<Object> values(List<Node> arguments, Object dot) {
        List<Object> values = new ArrayList<>();
        for (Node argument : arguments) {
            values.add(argument(argument, dot));
        }
        return values;
    }

    private Object function(Node.Identifier name, Object dot, List<Node> arguments, Optional<Object> piped) {
        Function function = functions.get(name.name());
        if (function == null) {
            throw error(name, "function \"" + name.name() + "\" not defined");
        }
        String complaint = function.complaint(name.name(), arguments.size() + (piped.isPresent() ? 1 : 0));
        if (!complaint.isEmpty()) {
            throw error(name, complaint);
        }
        boolean and = "and".equals(name.name());
        if (and || "or".equals(name.name())) {
            for (int i = 0; i < arguments.size(); i++) {
                Object value = argument(arguments.get(i), dot);
                boolean last = i == arguments.size() - 1 && piped.isEmpty();
                if (last || Values.truth(value) != and) {
                    return value;
                }
            }
            return piped.orElse(Absent.NONE);
        }
        List<Object> values = values(arguments, dot);
        piped.ifPresent(values::add);
        return invoke(name, name.name(), function, values);
    }

    private Object invoke(Node at, String name, Function function, List<Object> values) {
        String complaint = function.complaint(name, values.size());
        if (!complaint.isEmpty()) {
            throw error(at, complaint);
        }
        try {
            return function.body().call(values);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            throw error(at, "error calling " + name + ": " + e.getMessage());
        }
    }
}
