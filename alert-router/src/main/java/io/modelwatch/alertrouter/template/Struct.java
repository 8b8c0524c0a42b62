package io.modelwatch.alertrouter.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value with named fields.
 *
 * @param typeName as messages name it
 * @param fields in order
 */
record Struct(String typeName, Map<String, Object> fields) {

    Struct {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
