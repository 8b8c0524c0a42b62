package io.modelwatch.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/** The user that a server runs as which refuses to be root: {@code nobody} for root, ourselves otherwise. */
record Unprivileged(boolean dropRoot) {

    private static final Path OUTSIDE = Path.of(System.getProperty("java.io.tmpdir"), "modelwatch-devstack");

    static Unprivileged detect() {
        return new Unprivileged("root".equals(System.getProperty("user.name")));
    }

    /** What to put before a command. */
    List<String> prefix() {
        return dropRoot ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups") : List.of();
    }

    /** The folder itself, or a copy of it where that user can read it. */
    Path reachable(Path folder, String name) throws IOException {
        if (!dropRoot || isReachable(folder)) {
            return folder;
        }
        Path copy = OUTSIDE.resolve(name).resolve(folder.getFileName());
        if (!Files.exists(copy)) {
            Files.createDirectories(copy.getParent());
            Path staged = copy.resolveSibling("." + ProcessHandle.current().pid());
            Commands.run("cp", "-rL", folder.toString(), staged.toString());
            Files.move(staged, copy);
        }
        return copy;
    }

    /** The folder itself, made where missing, or a link target outside when that user cannot get into it. */
    Path ownedFolder(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        if (!dropRoot || isReachable(folder)) {
            return folder;
        }
        Path link = folder.resolve("outside");
        if (!Files.isSymbolicLink(link)) {
            Files.createDirectories(OUTSIDE);
            Files.createSymbolicLink(link, Files.createTempDirectory(OUTSIDE, name));
        }
        Path outside = link.toRealPath();
        Commands.run("chmod", "a+rx", OUTSIDE.toString(), outside.toString());
        return outside;
    }

    /** Makes the folder and all in it belong to that user. */
    void own(Path folder) throws IOException {
        if (dropRoot) {
            Commands.run("chown", "-R", "nobody:nogroup", folder.toString());
        }
    }

    private static boolean isReachable(Path folder) throws IOException {
        for (Path path = folder.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
