package io.modelwatch.alertrouter.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that Go's templates have themselves; {@code and} and {@code or} also end early (see Execution). */
final class Builtins {

    private static final int MAX_PRINTED = 1 << 20;

    private Builtins() {}

    static Map<String, Function> functions() {
        Map<String, Function> all = new LinkedHashMap<>();
        all.put("and", Function.atLeast(1, List::getLast));
        all.put("or", Function.atLeast(1, List::getLast));
        all.put("not", Function.of(1, args -> !Values.truth(args.getFirst())));
        all.put("eq", Function.atLeast(1, args -> Values.equal(args.getFirst(), args.subList(1, args.size()))));
        all.put("ne", Function.of(2, args -> !Values.equal(args.getFirst(), args.subList(1, 2))));
        all.put("lt", Function.of(2, args -> Values.less(args.get(0), args.get(1))));
        all.put("le", Function.of(2, args -> lessOrEqual(args)));
        all.put("gt", Function.of(2, args -> !lessOrEqual(args)));
        all.put("ge", Function.of(2, args -> !Values.less(args.get(0), args.get(1))));
        all.put("len", Function.of(1, args -> Values.length(args.getFirst())));
        all.put("index", Function.atLeast(1, Builtins::index));
        all.put("slice", Function.atLeast(1, args -> Values.slice(args.getFirst(), args.subList(1, args.size()))));
        all.put("print", Function.atLeast(0, GoFormat::print));
        all.put("println", Function.atLeast(0, GoFormat::println));
        all.put(
                "printf",
                Function.atLeast(
                        1,
                        args -> GoFormat.printf(Arguments.text(args, 0), args.subList(1, args.size()), MAX_PRINTED)));
        all.put("html", Function.atLeast(0, args -> Escapes.html(printed(args))));
        all.put("js", Function.atLeast(0, args -> Escapes.js(printed(args))));
        all.put("urlquery", Function.atLeast(0, args -> Escapes.query(printed(args))));
        all.put("call", Function.atLeast(1, Builtins::call));
        return all;
    }

    private static String printed(List<Object> args) {
        return GoFormat.print(
                args.stream().map(each -> Absent.is(each) ? "<no value>" : each).toList());
    }

    private static boolean lessOrEqual(List<Object> args) {
        return Values.less(args.get(0), args.get(1)) || Values.equal(args.get(0), args.subList(1, 2));
    }

    private static Object index(List<Object> args) {
        Object item = args.getFirst();
        if (Absent.is(item)) {
            throw new IllegalArgumentException("index of untyped nil");
        }
        for (Object index : args.subList(1, args.size())) {
            item = Values.index(item, index);
        }
        return item;
    }

    private static Object call(List<Object> args) {
        if (args.getFirst() instanceof Function function) {
            List<Object> arguments = new ArrayList<>(args.subList(1, args.size()));
            String complaint = function.complaint("call", arguments.size());
            if (!complaint.isEmpty()) {
                throw new IllegalArgumentException(complaint);
            }
            return function.body().call(arguments);
        }
        throw new IllegalArgumentException(
                Absent.is(args.getFirst()) ? "call of nil" : "non-function of type " + Values.type(args.getFirst()));
    }
}
