package io.modelwatch.quality.instruct;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One verifiable instruction.
 *
 * @param type what is asked for
 * @param arguments by their IFEval name: texts, whole numbers, lists of texts; all that the type needs
 */
public record Instruction(InstructionType type, Map<String, Object> arguments) {

    static final String AT_LEAST = "at least";
    static final String LESS_THAN = "less than";

    private static final Set<String> LISTS = Set.of("keywords", "forbidden_words");
    private static final Set<String> RELATIONS = Set.of("relation", "let_relation", "capital_relation");
    private static final int MOST = 1_000_000;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException saying what is wrong and what would be right
     */
    public Instruction {
        Map<String, Object> checked = new TreeMap<>();
        for (String name : type.arguments()) {
            checked.put(name, checked(name, arguments.get(name)));
        }
        arguments = Map.copyOf(checked);
    }

    /**
     * The instruction of an identifier.
     *
     * @param id as IFEval spells it; a language tag before it, as in {@code zh:}, is left out
     * @throws IllegalArgumentException saying what is wrong and what would be right
     */
    public static Instruction of(String id, Map<String, Object> arguments) {
        String plain = id.chars().filter(c -> c == ':').count() == 2 ? id.substring(id.indexOf(':') + 1) : id;
        InstructionType type = InstructionType.of(plain)
                .orElseThrow(() -> new IllegalArgumentException("id must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(InstructionType.values())
                                        .map(InstructionType::id)
                                        .toList())));
        return new Instruction(type, arguments);
    }

    private static Object checked(String name, @Nullable Object value) {
        if (LISTS.contains(name)) {
            if (value instanceof List<?> list
                    && !list.isEmpty()
                    && list.stream().allMatch(item -> item instanceof String text && !text.isBlank())) {
                return List.copyOf(list);
            }
            throw new IllegalArgumentException(name + " must be a list of words");
        }
        if (RELATIONS.contains(name)) {
            if (value instanceof String relation && (relation.equals(AT_LEAST) || relation.equals(LESS_THAN))) {
                return relation;
            }
            throw new IllegalArgumentException(name + " must be '" + AT_LEAST + "' or '" + LESS_THAN + "'");
        }
        if (name.startsWith("num_") || name.endsWith("frequency") || name.equals("nth_paragraph")) {
            if (value instanceof Number number
                    && number.doubleValue() == number.intValue()
                    && number.intValue() >= 0
                    && number.intValue() <= MOST) {
                return number.intValue();
            }
            throw new IllegalArgumentException(name + " must be a whole number from 0 to " + MOST);
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(name + " must be text and not blank");
    }

    int number(String name) {
        return arguments.get(name) instanceof Integer number ? number : 0;
    }

    String text(String name) {
        return arguments.get(name) instanceof String text ? text : "";
    }

    List<String> texts(String name) {
        return arguments.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether a count stands to the number as the relation says. */
    boolean holds(int count, String number, String relation) {
        return text(relation).toLowerCase(Locale.ROOT).equals(LESS_THAN)
                ? count < number(number)
                : count >= number(number);
    }
}
