package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one way from a draft to a document that may leave memory: first it is cleaned, then its texts are cut, so that a
 * cut never hides half of what the cleaning would have found. Thread-safe.
 */
public final class Finishing {

    private static final JsonMapper JSON = new JsonMapper();

    private final Cleaning cleaning;
    private final int maxTextBytes;
    private final MappedFields mapped = MappedFields.ofTemplate();

    public Finishing(DocumentSettings settings, Cleaning cleaning) {
        this.cleaning = cleaning;
        this.maxTextBytes = settings.maxTextBytes();
    }

    /** Finishes a draft, which is used up by it. */
    public Document finish(Draft draft) {
        ObjectNode document = draft.document();
        cleaning.clean(document);
        cutMembers("", document);
        return new Document(draft.id(), draft.requestId(), bytes(document));
    }

    private void cutMembers(String prefix, ObjectNode object) {
        List<String> marked = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            if (value instanceof ObjectNode child) {
                cutMembers(prefix + member.getKey() + ".", child);
            } else if (!fits(value)) {
                if (value.isTextual() && mapped.kind(prefix + member.getKey()) == MappedFields.Kind.TEXT) {
                    marked.add(member.getKey());
                } else {
                    member.setValue(cut(value));
                }
            }
        }
        marked.forEach(name -> CutText.cutMember(object, name, maxTextBytes));
    }

    private boolean fits(JsonNode value) {
        return value.isTextual() ? CutText.fits(value.textValue(), maxTextBytes) : !value.isContainerNode();
    }

    private JsonNode cut(JsonNode value) {
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cut(array.get(i)));
            }
            return array;
        }
        if (value instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(cut(member.getValue())));
            return object;
        }
        return fits(value) ? value : TextNode.valueOf(CutText.cut(value.textValue(), maxTextBytes));
    }

    private static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
