package io.modelwatch.logindexer.redaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What happens to each field of a document, by its dotted name there or that of an object around it; the longest name
 * that is listed counts. {@code _id} stands for identifiers that senders give.
 */
public final class FieldPolicy {

    /** Texts are redacted; what tells documents, requests, traces, users and sessions apart is kept. */
    private static final Map<String, FieldAction> DEFAULTS = Map.ofEntries(
            Map.entry("message", FieldAction.REDACT),
            Map.entry("error", FieldAction.REDACT),
            Map.entry("gen_ai.prompt", FieldAction.REDACT),
            Map.entry("gen_ai.completion", FieldAction.REDACT),
            Map.entry("gen_ai.system_instructions", FieldAction.REDACT),
            Map.entry("gen_ai.context", FieldAction.REDACT),
            Map.entry("gen_ai.reference", FieldAction.REDACT),
            Map.entry("http.request.id", FieldAction.KEEP),
            Map.entry("gen_ai.response.id", FieldAction.KEEP),
            Map.entry("trace.id", FieldAction.KEEP),
            Map.entry("span.id", FieldAction.KEEP),
            Map.entry("parent.id", FieldAction.KEEP),
            Map.entry("user.id", FieldAction.KEEP),
            Map.entry("user.hash", FieldAction.KEEP),
            Map.entry("session.id", FieldAction.KEEP));

    /** Fields that a document cannot be without and that the service fills itself. */
    private static final Set<String> FIXED = Set.of("@timestamp", "data_stream", "event.id", "event.ingested", "pii");

    private final Map<String, FieldAction> actions = new HashMap<>(DEFAULTS);
    private final FieldAction otherwise;

    /**
     * A policy.
     *
     * @param given by field, in place of the defaults or beside them
     * @param otherwise for all fields that neither lists
     * @throws IllegalArgumentException naming a field that no policy may change
     */
    public FieldPolicy(Map<String, FieldAction> given, FieldAction otherwise) {
        given.forEach((field, action) -> {
            for (String fixed : FIXED) {
                if (field.equals(fixed) || field.startsWith(fixed + ".")) {
                    throw new IllegalArgumentException("field '" + field + "' cannot have a policy of its own");
                }
            }
            actions.put(field, action);
        });
        FIXED.forEach(field -> actions.put(field, FieldAction.KEEP));
        this.otherwise = otherwise;
    }

    FieldAction otherwise() {
        return otherwise;
    }

    /** The action on a field whose parent has the given one, where its name has no dots of its own. */
    FieldAction action(String path, FieldAction ofParent) {
        return actions.getOrDefault(path, ofParent);
    }

    /** The action on a field, looking at its whole name. */
    FieldAction action(String path) {
        for (String name = path; ; name = name.substring(0, name.lastIndexOf('.'))) {
            FieldAction action = actions.get(name);
            if (action != null) {
                return action;
            }
            if (name.lastIndexOf('.') < 0) {
                return otherwise;
            }
        }
    }

    /** Whether a field below this one has an action of its own. */
    boolean hasBelow(String path) {
        return actions.keySet().stream().anyMatch(field -> field.startsWith(path + "."));
    }
}
