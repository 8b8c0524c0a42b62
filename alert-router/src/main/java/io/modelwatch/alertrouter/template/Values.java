package io.modelwatch.alertrouter.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What can be done with values of any type. Whole numbers are Long, others Double; maps and lists are Java's. */
final class Values {

    private Values() {}

    /** Go's type name. */
    static String type(Object value) {
        return switch (value) {
            case Absent absent -> "nil";
            case Boolean bool -> "bool";
            case Long number -> "int";
            case Double number -> "float64";
            case String text -> "string";
            case HasMethods typed -> typed.typeName();
            case Struct struct -> struct.typeName();
            case List<?> list -> "[]interface {}";
            case Map<?, ?> map -> "map[string]interface {}";
            default -> value.getClass().getSimpleName();
        };
    }

    /** Whether a condition holds: anything but zero, false, nothing and what is empty. */
    static boolean truth(Object value) {
        return switch (value) {
            case Absent absent -> false;
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case GoDuration duration -> duration.nanos() != 0;
            case GoName named -> named.number() != 0;
            default -> true;
        };
    }

    static long length(Object value) {
        return switch (value) {
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Absent absent -> throw new IllegalArgumentException("len of nil pointer");
            default -> throw new IllegalArgumentException("len of type " + type(value));
        };
    }

    /** The element of a list, map or text; of a map that lacks it, what its elements are when they are not set. */
    static Object index(Object item, Object index) {
        return switch (item) {
            case Absent absent -> throw new IllegalArgumentException("index of untyped nil");
            case Map<?, ?> map -> {
                if (!(index instanceof String key)) {
                    throw new IllegalArgumentException("value has type " + type(index) + "; should be string");
                }
                yield entry(map, key);
            }
            case List<?> list -> list.get(place(index, list.size()));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield (long) (bytes[place(index, bytes.length)] & 0xFF);
            }
            default -> throw new IllegalArgumentException("can't index item of type " + type(item));
        };
    }

    /** The value of a key; a missing text is empty, other things that are missing are nil. */
    static Object entry(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value != null) {
            return value;
        }
        return map instanceof KeyValues || map instanceof StringMap ? "" : Absent.NIL;
    }

    private static int place(Object index, int length) {
        int place = whole(index, length);
        if (place == length) {
            throw new IllegalArgumentException("index out of range: " + place);
        }
        return place;
    }

    private static int whole(Object index, int most) {
        if (!(index instanceof Long place)) {
            throw new IllegalArgumentException(
                    Absent.is(index)
                            ? "cannot index slice/array with nil"
                            : "cannot index slice/array with type " + type(index));
        }
        if (place < 0 || place > most) {
            throw new IllegalArgumentException("index out of range: " + place);
        }
        return place.intValue();
    }

    /** A part of a list or text. */
    static Object slice(Object item, List<Object> bounds) {
        if (bounds.size() > 3) {
            throw new IllegalArgumentException("too many slice indexes: " + bounds.size());
        }
        int length = switch (item) {
            case Absent absent -> throw new IllegalArgumentException("slice of untyped nil");
            case String text -> (int) length(text);
            case List<?> list -> list.size();
            default -> throw new IllegalArgumentException("can't slice item of type " + type(item));
        };
        if (bounds.size() == 3 && item instanceof String) {
            throw new IllegalArgumentException("cannot 3-index slice a string");
        }
        int from = bounds.isEmpty() ? 0 : whole(bounds.get(0), length);
        int to = bounds.size() < 2 ? length : whole(bounds.get(1), length);
        int capacity = bounds.size() < 3 ? length : whole(bounds.get(2), length);
        if (from > to || to > capacity) {
            throw new IllegalArgumentException("invalid slice index: " + from + " > " + to);
        }
        if (item instanceof String text) {
            return Literals.text(Arrays.copyOfRange(text.getBytes(StandardCharsets.UTF_8), from, to));
        }
        return switch (item) {
            case Texts texts -> new Texts(texts.texts().subList(from, to));
            case KeyValues.Pairs pairs -> pairs.part(from, to);
            default -> List.copyOf(((List<?>) item).subList(from, to));
        };
    }

    private enum Basic {
        NONE,
        BOOL,
        NUMBER,
        FLOAT,
        TEXT
    }

    private static Basic basic(Object value) {
        return switch (value) {
            case Boolean bool -> Basic.BOOL;
            case Long number -> Basic.NUMBER;
            case GoDuration duration -> Basic.NUMBER;
            case GoName named -> Basic.NUMBER;
            case Double number -> Basic.FLOAT;
            case String text -> Basic.TEXT;
            default -> Basic.NONE;
        };
    }

    private static long number(Object value) {
        return switch (value) {
            case Long number -> number;
            case GoDuration duration -> duration.nanos();
            case GoName named -> named.number();
            default -> throw new IllegalArgumentException("not a number: " + type(value));
        };
    }

    private static void comparable(Object value) {
        if (value instanceof List || value instanceof Map) {
            throw new IllegalArgumentException("uncomparable type " + type(value));
        }
    }

    /** Whether the first equals one of the others. */
    static boolean equal(Object first, List<Object> others) {
        comparable(first);
        if (others.isEmpty()) {
            throw new IllegalArgumentException("missing argument for comparison");
        }
        for (Object other : others) {
            Basic kind = basic(first);
            boolean same;
            if (kind != basic(other)) {
                if (!Absent.is(first) && !Absent.is(other)) {
                    throw new IllegalArgumentException("incompatible types for comparison");
                }
                same = false;
            } else {
                same = switch (kind) {
                    case NUMBER -> number(first) == number(other);
                    case FLOAT -> ((Double) first).doubleValue() == (Double) other;
                    case BOOL, TEXT -> first.equals(other);
                    case NONE -> {
                        comparable(other);
                        yield Absent.is(first) ? Absent.is(other) : first.equals(other);
                    }
                };
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    static boolean less(Object a, Object b) {
        Basic kind = basic(a);
        Basic other = basic(b);
        if (kind == Basic.NONE || other == Basic.NONE) {
            throw new IllegalArgumentException("invalid type for comparison");
        }
        if (kind != other) {
            throw new IllegalArgumentException("incompatible types for comparison");
        }
        return switch (kind) {
            case NUMBER -> number(a) < number(b);
            case FLOAT -> (Double) a < (Double) b;
            case TEXT -> io.modelwatch.alertrouter.label.CodePoints.ORDER.compare((String) a, (String) b) < 0;
            case BOOL, NONE -> throw new IllegalArgumentException("invalid type for comparison");
        };
    }
}
