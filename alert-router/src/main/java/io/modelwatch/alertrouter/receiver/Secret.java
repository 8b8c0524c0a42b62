package io.modelwatch.alertrouter.receiver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Something that must not be shown: it prints itself as {@code <secret>}. */
public sealed interface Secret {

    String MASK = "<secret>";

    /**
     * The secret itself.
     *
     * @throws IOException when the file that holds it cannot be read
     */
    String reveal() throws IOException;

    /** One that stands in the configuration. */
    record Inline(String value) implements Secret {

        @Override
        public String reveal() {
            return value;
        }

        @Override
        public String toString() {
            return MASK;
        }
    }

    /** One that stands in a file, read anew each time. */
    record InFile(Path path) implements Secret {

        @Override
        public String reveal() throws IOException {
            return Files.readString(path).strip();
        }
    }
}
