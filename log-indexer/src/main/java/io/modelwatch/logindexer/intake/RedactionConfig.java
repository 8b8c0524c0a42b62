package io.modelwatch.logindexer.intake;

import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.redaction.FieldAction;
import io.modelwatch.logindexer.redaction.FieldPolicy;
import io.modelwatch.redaction.Action;
import io.modelwatch.redaction.Policy;
import io.modelwatch.redaction.entity.EntityType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What of a document is taken out before it touches the disk. */
@ConfigMapping(prefix = "log-indexer.redaction")
interface RedactionConfig {

    /** Whether anything is taken out at all. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Makes pseudonyms and identifiers; 16 bytes or more. Replicas behind one address must share it, so that a record
     * has the same identifier at each of them.
     */
    Optional<String> key();

    /** A file with the key in place of the key itself. Without either, the service makes a key in the spool's directory. */
    Optional<Path> keyFile();

    /** From which score on a value counts as found, 0 to 1. */
    @WithDefault("0.5")
    double minimumScore();

    /** What happens to fields by their dotted names in the document, or by their short ones: redact, hash, keep, drop. */
    Map<String, FieldAction> fields();

    /** What happens to all fields that are not listed and have no default of their own. */
    @WithDefault("redact")
    FieldAction otherFields();

    /** What happens to values by their type, where that is not the default: mask, hash, last-four, keep, drop. */
    Map<String, Action> types();

    default FieldPolicy fieldPolicy() {
        Map<String, FieldAction> byPath = new HashMap<>();
        fields().forEach((name, action) -> {
            // An error is a whole object; its short name means its message alone.
            byPath.put(name.equals("error") ? name : EcsMapper.pathOf(name), action);
        });
        try {
            return new FieldPolicy(byPath, otherFields());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.redaction.fields: " + e.getMessage(), e);
        }
    }

    default Policy valuePolicy() {
        Policy policy;
        try {
            policy = new Policy(Policy.DEFAULT.actions(), Policy.DEFAULT.otherwise(), minimumScore());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log-indexer.redaction.minimum-score: " + e.getMessage(), e);
        }
        for (Map.Entry<String, Action> type : types().entrySet()) {
            try {
                policy = policy.with(
                        EntityType.valueOf(
                                type.getKey().toUpperCase(Locale.ROOT).replace('-', '_')),
                        type.getValue());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "log-indexer.redaction.types: there is no type '" + type.getKey() + "'", e);
            }
        }
        return policy;
    }
}
