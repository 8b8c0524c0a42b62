package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * One launcher at a time in a folder; the system lets go of it when the process dies, in whatever way.
 *
 * @param folders what is locked
 */
record Lock(Folders folders, FileChannel channel, FileLock held) implements AutoCloseable {

    static Lock take(Folders folders) throws IOException {
        Files.createDirectories(folders.local());
        FileChannel channel =
                FileChannel.open(folders.local().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw new StartException(
                    "another deploy/up is running on " + folders.local() + "; deploy/down stops it", null);
        }
        return new Lock(folders, channel, held);
    }

    @Override
    public void close() throws IOException {
        held.release();
        channel.close();
    }
}
