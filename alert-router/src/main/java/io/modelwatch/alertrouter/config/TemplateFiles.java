package io.modelwatch.alertrouter.config;

import io.modelwatch.alertrouter.template.TemplateException;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.ConfigException;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The templates that are shipped, and those in the files that {@code templates} names. */
final class TemplateFiles {

    private static final String SHIPPED = "/templates/default.tmpl";
    private static final int MAX_FILES = 1000;

    private TemplateFiles() {}

    /**
     * Reads them all; a file that is read later wins where names are the same.
     *
     * @param globs names of files, maybe with stars, relative to the directory; they may match nothing
     * @throws ConfigException naming the file, the line and the reason when one is wrong
     */
    static TemplateSet read(List<Yaml> globs, Path directory) {
        TemplateSet set = TemplateSet.empty(InstantSource.system()).with("default.tmpl", shipped());
        for (Yaml glob : globs) {
            for (Path file : files(glob, directory)) {
                try {
                    set = set.with(file.getFileName().toString(), Files.readString(file));
                } catch (TemplateException e) {
                    throw glob.error("bad template in " + file + ", line " + e.line() + ", column " + e.column() + ": "
                            + e.reason());
                } catch (IOException e) {
                    throw glob.error("cannot read " + file + ": " + e);
                }
            }
        }
        return set;
    }

    private static String shipped() {
        try (InputStream in = TemplateFiles.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new ConfigException("the service lacks its default templates");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException("cannot read the default templates", e);
        }
    }

    private static List<Path> files(Yaml glob, Path directory) {
        Path pattern;
        try {
            pattern = directory.resolve(glob.nonEmptyText()).toAbsolutePath();
        } catch (java.nio.file.InvalidPathException e) {
            throw glob.error("this names no file: " + e.getReason());
        }
        List<Path> found = List.of(pattern.getRoot());
        for (Path name : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path parent : found) {
                next.addAll(children(glob, parent, name.toString()));
            }
            if (next.size() > MAX_FILES) {
                throw glob.error("names more than " + MAX_FILES + " files");
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> children(Yaml glob, Path parent, String name) {
        if ("..".equals(name) || ".".equals(name) || name.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0)) {
            Path child = parent.resolve(name);
            return Files.exists(child) ? List.of(child) : List.of();
        }
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name.replace("{", "\\{"));
            return all.filter(each -> matcher.matches(each.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException | java.util.regex.PatternSyntaxException e) {
            throw glob.error("cannot look for files in " + parent + ": " + e.getMessage());
        }
    }
}
