package io.modelwatch.logindexer.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.modelwatch.logindexer.document.Cleaning;
import io.modelwatch.logindexer.document.KeyedHash;
import io.modelwatch.logindexer.document.Timestamps;
import io.modelwatch.redaction.Policy;
import io.modelwatch.redaction.Redaction;
import io.modelwatch.redaction.Redactor;
import io.modelwatch.redaction.entity.EntityType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes personal data and secrets out of a document and says so in {@code pii}. In {@code extra} and {@code labels},
 * where the names are those of senders, a field's name announces what its value is, names are redacted too, and whole
 * numbers are looked at where their form or check leaves little doubt. Done twice it is done once. Thread-safe.
 */
public final class DocumentRedaction implements Cleaning {

    private static final Set<String> FREE = Set.of("extra", "labels");

    /** Numbers are mostly counts and times, so the form alone must say more. */
    private static final double MINIMUM_OF_NUMBERS = 0.85;

    private static final int SHORTEST = 4;
    private static final double SMALLEST_NUMBER = 1e6;
    private static final double LARGEST_NUMBER = 1e20;
    private static final int LONGEST_ANNOUNCEMENT = 64;
    private static final Set<String> TYPES =
            Arrays.stream(EntityType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final FieldPolicy fields;
    private final Redactor texts;
    private final Redactor numbers;
    private final KeyedHash pseudonyms;
    private final Consumer<Findings> observer;
    private final boolean namesMatter;

    /**
     * A redaction.
     *
     * @param key makes pseudonyms; 16 bytes or more
     * @param observer is told what was taken out of each document, on the thread that maps it
     */
    public DocumentRedaction(FieldPolicy fields, Policy values, byte[] key, Consumer<Findings> observer) {
        this.fields = fields;
        this.texts = Redactor.of(values, key);
        this.numbers = Redactor.of(
                new Policy(values.actions(), values.otherwise(), Math.max(values.minimum(), MINIMUM_OF_NUMBERS)), key);
        this.pseudonyms = KeyedHash.of(key);
        this.observer = observer;
        this.namesMatter = FREE.stream().anyMatch(fields::hasBelow);
    }

    @Override
    public boolean leavesAlone(String path, String text) {
        return switch (fields.action(path)) {
            case KEEP -> true;
            case HASH, DROP -> false;
            case REDACT -> !texts.redact(text).isChanged();
        };
    }

    @Override
    public void clean(ObjectNode document) {
        Findings findings = new Findings();
        JsonNode before = document.path("pii");
        members("", document, fields.otherwise(), findings);
        mark(document, before, findings);
        observer.accept(findings);
    }

    private static void mark(ObjectNode document, JsonNode before, Findings findings) {
        Set<String> types = new TreeSet<>();
        findings.values().keySet().forEach(type -> types.add(type.name()));
        for (JsonNode type : before.path("types").isArray() ? before.path("types") : List.of(before.path("types"))) {
            if (TYPES.contains(type.asText(""))) {
                types.add(type.asText());
            }
        }
        ObjectNode pii = document.putObject("pii");
        pii.put("redacted", !findings.isEmpty() || before.path("redacted").asBoolean(false));
        if (!types.isEmpty()) {
            ArrayNode list = pii.putArray("types");
            types.forEach(list::add);
        }
    }

    private void members(String prefix, ObjectNode object, FieldAction inherited, Findings findings) {
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String path = prefix + member.getKey();
            FieldAction action = fields.action(path, inherited);
            JsonNode value = member.getValue();
            if (value instanceof ObjectNode child) {
                if (FREE.contains(path)) {
                    child = free(path, child, action, findings);
                    member.setValue(child);
                } else {
                    members(path + ".", child, action, findings);
                }
                if (action == FieldAction.DROP && child.isEmpty()) {
                    gone.add(member.getKey());
                }
            } else if (action == FieldAction.DROP) {
                findings.addDropped();
                gone.add(member.getKey());
            } else if (!isTime(path, value)) {
                member.setValue(value(null, value, action, findings));
            }
        }
        object.remove(gone);
        if (prefix.equals("user.") && isHashed(object.path("id"))) {
            object.set("hash", object.remove("id"));
        }
    }

    /** A time as it was given, which some national numbers look like. */
    private static boolean isTime(String path, JsonNode value) {
        return path.equals("llm.timestamp") && Timestamps.read(value).isPresent();
    }

    private ObjectNode free(String prefix, ObjectNode object, FieldAction inherited, Findings findings) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            FieldAction action = namesMatter ? fields.action(prefix + "." + name) : inherited;
            if (action == FieldAction.DROP) {
                findings.addDropped();
                continue;
            }
            JsonNode value = value(name, member.getValue(), action, findings);
            clean.set(action == FieldAction.KEEP ? name : redacted(name, findings), value);
        }
        return clean;
    }

    /** A value below a name that a sender chose, or below one of ours where that is null. */
    private JsonNode value(@Nullable String name, JsonNode value, FieldAction action, Findings findings) {
        if (action == FieldAction.KEEP || value.isNull()) {
            return value;
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, value(name, array.get(i), action, findings));
            }
            return array;
        }
        if (value instanceof ObjectNode object) { // in an array, or in a document that somebody corrected
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(value(member.getKey(), member.getValue(), action, findings));
            }
            return object;
        }
        if (action == FieldAction.HASH) {
            return hashed(value, findings);
        }
        if (value.isTextual()) {
            String text = value.textValue();
            String clean = name == null ? redacted(text, findings) : announced(name, text, findings);
            return clean.equals(text) ? value : TextNode.valueOf(clean);
        }
        return name != null && value.isNumber() ? number(name, value, findings) : value;
    }

    private JsonNode hashed(JsonNode value, Findings findings) {
        if (isHashed(value)) {
            return value;
        }
        findings.addHashed();
        return TextNode.valueOf(pseudonyms.pseudonym(value.asText()));
    }

    private static boolean isHashed(JsonNode value) {
        return value.isTextual() && KeyedHash.isPseudonym(value.textValue());
    }

    private String redacted(String text, Findings findings) {
        if (text.length() < SHORTEST) {
            return text;
        }
        Redaction redaction = texts.redact(text);
        findings.add(redaction);
        return redaction.text();
    }

    /** Redacts a value as if it stood in a text behind its name. */
    private String announced(String name, String text, Findings findings) {
        if (text.length() < SHORTEST) {
            return text;
        }
        String announcement = announcement(name) + ": \"";
        Redaction redaction = texts.redact(announcement + text);
        if (!redaction.isChanged()) {
            return text;
        }
        if (redaction.findings().getFirst().start() < announcement.length()) {
            return redacted(text, findings); // the name itself is one
        }
        findings.add(redaction);
        return redaction.text().substring(announcement.length());
    }

    private static String announcement(String name) {
        return name.length() <= LONGEST_ANNOUNCEMENT ? name : name.substring(name.length() - LONGEST_ANNOUNCEMENT);
    }

    private JsonNode number(String name, JsonNode value, Findings findings) {
        double size = Math.abs(value.doubleValue());
        if (size < SMALLEST_NUMBER || size >= LARGEST_NUMBER || size != Math.rint(size)) {
            return value;
        }
        BigDecimal whole = value.decimalValue();
        Redaction redaction =
                numbers.redact(announcement(name) + ": " + whole.abs().toBigInteger());
        if (!redaction.isChanged()) {
            return value;
        }
        findings.add(redaction);
        return TextNode.valueOf(redaction.text().substring(redaction.text().indexOf(": ") + 2));
    }
}
