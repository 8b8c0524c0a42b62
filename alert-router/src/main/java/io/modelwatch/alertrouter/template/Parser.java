package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.template.Lexer.Kind;
import io.modelwatch.alertrouter.template.Lexer.Token;
import io.modelwatch.alertrouter.template.Node.Block;
import io.modelwatch.alertrouter.template.Node.Command;
import io.modelwatch.alertrouter.template.Node.Pipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the templates of a text: the text itself and those it defines. */
final class Parser {

    private static final int MAX_DEPTH = 200;

    private final Source source;
    private final Set<String> functions;
    private final List<Token> tokens;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private List<String> variables = new ArrayList<>(List.of("$"));
    private int next;
    private int ranges;
    private int depth;

    private Parser(Source source, Set<String> functions) {
        this.source = source;
        this.functions = functions;
        this.tokens = Lexer.tokens(source);
    }

    /** A template: its name and body, and the text where it stands. */
    record Definition(String name, Source source, Block body) {}

    /** What ends a list of nodes. */
    private enum End {
        EOF,
        ELSE,
        END
    }

    /** Nodes and the word that ended them. */
    private record Ended(Block block, End by) {}

    /**
     * All templates of the text by name; that of the text itself has the text's name.
     *
     * @throws TemplateException when something is wrong
     */
    static Map<String, Definition> parse(Source source, Set<String> functions) {
        Parser parser = new Parser(source, functions);
        Ended all = parser.nodes(true);
        if (all.by() != End.EOF) {
            throw parser.error(
                    parser.tokens.get(parser.next - 1),
                    "unexpected {{" + (all.by() == End.END ? "end" : "else") + "}}");
        }
        parser.define(new Definition(source.name(), source, all.block()), 0);
        return parser.definitions;
    }

    private void define(Definition definition, int at) {
        Definition known = definitions.get(definition.name());
        if (known == null || known.body().isEmpty()) {
            definitions.put(definition.name(), definition);
        } else if (!definition.body().isEmpty()) {
            throw source.error(at, "multiple definition of template \"" + definition.name() + "\"");
        }
    }

    private TemplateException error(Token token, String reason) {
        return source.error(token.at(), reason);
    }

    private TemplateException unexpected(Token token, String context) {
        String what = switch (token.kind()) {
            case EOF -> "EOF";
            case KEYWORD -> "<" + token.text() + ">";
            default -> "\"" + token.text() + "\"";
        };
        return error(token, "unexpected " + what + " in " + context);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token peekSolid() {
        skipSpace();
        return peek();
    }

    private Token takeSolid() {
        skipSpace();
        return take();
    }

    private void skipSpace() {
        while (peek().kind() == Kind.SPACE) {
            next++;
        }
    }

    private void expectRight(String context) {
        Token token = takeSolid();
        if (token.kind() != Kind.RIGHT) {
            throw unexpected(token, context);
        }
    }

    private Ended nodes(boolean top) {
        List<Node> nodes = new ArrayList<>();
        int start = peek().at();
        while (true) {
            Token token = take();
            switch (token.kind()) {
                case TEXT -> nodes.add(new Node.Text(token.at(), token.text()));
                case EOF -> {
                    if (!top) {
                        throw error(token, "unexpected EOF");
                    }
                    return new Ended(new Block(start, nodes), End.EOF);
                }
                case LEFT -> {
                    Token word = peekSolid();
                    if (word.kind() == Kind.KEYWORD) {
                        next++;
                        switch (word.text()) {
                            case "end" -> {
                                expectRight("end");
                                return new Ended(new Block(start, nodes), End.END);
                            }
                            case "else" -> {
                                return new Ended(new Block(start, nodes), End.ELSE);
                            }
                            case "define" -> {
                                if (!top) {
                                    throw unexpected(word, "command");
                                }
                                definition();
                            }
                            default -> nodes.add(control(word));
                        }
                    } else {
                        nodes.add(new Node.Action(word.at(), pipe("command", Kind.RIGHT)));
                    }
                }
                default -> throw unexpected(token, "input");
            }
        }
    }

    private Node control(Token word) {
        if (++depth > MAX_DEPTH) {
            throw error(word, "nested too deep");
        }
        int known = variables.size();
        Node node = switch (word.text()) {
            case "if" -> condition(word, false);
            case "with" -> condition(word, true);
            case "range" -> range(word);
            case "template" -> call(word);
            case "block" -> block(word);
            case "break" -> {
                inRange(word);
                yield new Node.Break(word.at());
            }
            default -> {
                inRange(word);
                yield new Node.Continue(word.at());
            }
        };
        depth--;
        if (!(node instanceof Node.Call)) {
            variables = new ArrayList<>(variables.subList(0, known));
        }
        return node;
    }

    private void inRange(Token word) {
        expectRight("{{" + word.text() + "}}");
        if (ranges == 0) {
            throw error(word, "{{" + word.text() + "}} outside {{range}}");
        }
    }

    private Node condition(Token word, boolean with) {
        Pipe pipe = pipe(word.text(), Kind.RIGHT);
        Ended then = nodes(false);
        Block otherwise = new Block(word.at(), List.of());
        if (then.by() == End.ELSE) {
            Token again = peekSolid();
            if (again.kind() == Kind.KEYWORD && again.text().equals(word.text())) {
                next++;
                // The end that follows ends both.
                otherwise = new Block(again.at(), List.of(control(again)));
            } else {
                expectRight("else");
                otherwise = last(word);
            }
        }
        return new Node.If(word.at(), with, pipe, then.block(), otherwise);
    }

    private Block last(Token word) {
        Ended ended = nodes(false);
        if (ended.by() != End.END) {
            throw error(word, "expected end; found {{else}}");
        }
        return ended.block();
    }

    private Node range(Token word) {
        Pipe pipe = pipe("range", Kind.RIGHT);
        ranges++;
        Ended body = nodes(false);
        ranges--;
        Block otherwise = new Block(word.at(), List.of());
        if (body.by() == End.ELSE) {
            expectRight("else");
            otherwise = last(word);
        }
        return new Node.Range(word.at(), pipe, body.block(), otherwise);
    }

    private String name(String context) {
        Token name = takeSolid();
        return switch (name.kind()) {
            case STRING -> constant(name, () -> Literals.string(name.text()));
            case RAW_STRING -> name.text().substring(1, name.text().length() - 1);
            default -> throw unexpected(name, context);
        };
    }

    private <T> T constant(Token token, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw error(token, String.valueOf(e.getMessage()));
        }
    }

    private Node call(Token word) {
        String name = name("template clause");
        if (peekSolid().kind() == Kind.RIGHT) {
            next++;
            return new Node.Call(word.at(), name, Optional.empty());
        }
        return new Node.Call(word.at(), name, Optional.of(pipe("template clause", Kind.RIGHT)));
    }

    private Node block(Token word) {
        String name = name("block clause");
        Pipe pipe = pipe("block clause", Kind.RIGHT);
        body(word, name);
        return new Node.Call(word.at(), name, Optional.of(pipe));
    }

    private void definition() {
        Token at = peek();
        String name = name("define clause");
        expectRight("define clause");
        body(at, name);
    }

    private void body(Token at, String name) {
        List<String> outer = variables;
        int outerRanges = ranges;
        variables = new ArrayList<>(List.of("$"));
        ranges = 0;
        Ended body = nodes(false);
        if (body.by() != End.END) {
            throw error(at, "unexpected {{else}} in define clause");
        }
        variables = outer;
        ranges = outerRanges;
        define(new Definition(name, source, body.block()), at.at());
    }

    private Pipe pipe(String context, Kind end) {
        if (++depth > MAX_DEPTH) {
            throw error(peek(), "nested too deep");
        }
        int at = peekSolid().at();
        List<String> names = new ArrayList<>();
        boolean assigns = declaration(context, names);
        List<Command> commands = new ArrayList<>();
        while (true) {
            Token token = peekSolid();
            if (token.kind() == end) {
                next++;
                break;
            }
            switch (token.kind()) {
                case BOOL, CHAR, DOT, FIELD, IDENTIFIER, NUMBER, NIL, RAW_STRING, STRING, VARIABLE, OPEN ->
                    commands.add(command());
                default -> throw unexpected(token, context);
            }
        }
        depth--;
        checked(context, at, commands);
        return new Pipe(at, names, assigns, commands);
    }

    /** Variables before the pipeline; returns whether they are assigned, not declared. */
    private boolean declaration(String context, List<String> names) {
        int start = next;
        while (peekSolid().kind() == Kind.VARIABLE) {
            String name = take().text();
            Token after = peekSolid();
            if (after.kind() == Kind.DECLARE || after.kind() == Kind.ASSIGN) {
                next++;
                names.add(name);
                variables.addAll(names);
                return after.kind() == Kind.ASSIGN;
            }
            if (after.kind() == Kind.COMMA && "range".equals(context) && names.isEmpty()) {
                next++;
                names.add(name);
                continue;
            }
            if (after.kind() == Kind.COMMA) {
                throw error(after, "too many declarations in " + context);
            }
            break;
        }
        if (!names.isEmpty()) {
            throw unexpected(peek(), "range");
        }
        next = start;
        return false;
    }

    private void checked(String context, int at, List<Command> commands) {
        if (commands.isEmpty()) {
            throw source.error(at, "missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            Node first = commands.get(i).words().getFirst();
            if (first instanceof Node.Constant || first instanceof Node.Dot || first instanceof Node.Nil) {
                throw source.error(first.at(), "non executable command in pipeline stage " + (i + 1));
            }
        }
    }

    private Command command() {
        List<Node> words = new ArrayList<>();
        int at = peek().at();
        while (true) {
            skipSpace();
            Optional<Node> operand = operand();
            operand.ifPresent(words::add);
            Token token = take();
            switch (token.kind()) {
                case SPACE -> {
                    continue;
                }
                case RIGHT, CLOSE -> next--;
                case PIPE -> {
                    Kind after = peekSolid().kind();
                    if (after == Kind.RIGHT || after == Kind.CLOSE) {
                        throw error(token, "missing value for command");
                    }
                }
                default -> throw unexpected(token, "operand");
            }
            break;
        }
        if (words.isEmpty()) {
            throw source.error(at, "empty command");
        }
        return new Command(at, words);
    }

    private Optional<Node> operand() {
        Optional<Node> term = term();
        if (term.isEmpty() || peek().kind() != Kind.FIELD) {
            return term;
        }
        List<String> fields = new ArrayList<>();
        Token first = peek();
        while (peek().kind() == Kind.FIELD) {
            fields.add(take().text().substring(1));
        }
        return Optional.of(
                switch (term.get()) {
                    case Node.Field field -> new Node.Field(field.at(), joined(field.names(), fields));
                    case Node.Variable variable ->
                        new Node.Variable(variable.at(), variable.name(), joined(variable.fields(), fields));
                    case Node.Constant constant -> throw error(first, "unexpected . after term");
                    case Node.Nil nil -> throw error(first, "unexpected . after term nil");
                    case Node.Dot dot -> throw error(first, "unexpected . after term .");
                    case Node other -> new Node.Chain(other.at(), other, fields);
                });
    }

    private static List<String> joined(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Optional<Node> term() {
        Token token = peek();
        next++;
        Node node = switch (token.kind()) {
            case IDENTIFIER -> {
                if (!functions.contains(token.text())) {
                    throw error(token, "function \"" + token.text() + "\" not defined");
                }
                yield new Node.Identifier(token.at(), token.text());
            }
            case DOT -> new Node.Dot(token.at());
            case NIL -> new Node.Nil(token.at());
            case VARIABLE -> {
                if (!variables.contains(token.text())) {
                    throw error(token, "undefined variable \"" + token.text() + "\"");
                }
                yield new Node.Variable(token.at(), token.text(), List.of());
            }
            case FIELD -> new Node.Field(token.at(), List.of(token.text().substring(1)));
            case BOOL -> new Node.Constant(token.at(), "true".equals(token.text()));
            case CHAR -> new Node.Constant(token.at(), constant(token, () -> Literals.character(token.text())));
            case NUMBER -> new Node.Constant(token.at(), constant(token, () -> Literals.number(token.text())));
            case STRING -> new Node.Constant(token.at(), constant(token, () -> Literals.string(token.text())));
            case RAW_STRING ->
                new Node.Constant(
                        token.at(),
                        token.text().substring(1, token.text().length() - 1).replace("\r", ""));
            case OPEN -> pipe("parenthesized pipeline", Kind.CLOSE);
            default -> {
                next--;
                yield new Block(token.at(), List.of());
            }
        };
        return node instanceof Block ? Optional.empty() : Optional.of(node);
    }
}
