package io.modelwatch.logindexer.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the log asks of a disk when it writes. */
interface Storage {

    /** A new file; one of that name that was left over is replaced. */
    Output create(Path file) throws IOException;

    /** Makes the creation, renaming and deletion of files in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    /** Bytes that may still be written to the disk that holds the directory. */
    long usableBytes(Path directory) throws IOException;

    /** A file that is written from its beginning to its end. */
    interface Output extends Closeable {

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}
