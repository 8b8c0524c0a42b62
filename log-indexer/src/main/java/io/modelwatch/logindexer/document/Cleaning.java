package io.modelwatch.logindexer.document;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes out of documents what must not be kept. Thread-safe. */
public interface Cleaning {

    /** Takes nothing out. */
    Cleaning NONE = new Cleaning() {
        @Override
        public void clean(ObjectNode document) {}

        @Override
        public boolean leavesAlone(String path, String text) {
            return true;
        }
    };

    /** Changes a whole document; done twice it is done once. */
    void clean(ObjectNode document);

    /** Whether a text would stay as it is in a field, so that an identifier may show it. */
    boolean leavesAlone(String path, String text);
}
