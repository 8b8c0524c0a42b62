package io.modelwatch.devstack.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The records of NDJSON or JSONL files, plain or gzipped, one after the other. A line that holds no JSON object is
 * left out and counted. Not thread-safe.
 */
final class ReplayFiles implements Closeable {

    private static final Pattern NAMES = Pattern.compile(".+\\.(jsonl|ndjson)(\\.gz)?");
    private static final int MAX_COMPLAINTS = 5;

    private final List<Path> files;
    private final RecordMapping mapping = new RecordMapping();
    private final List<String> complaints = new ArrayList<>();
    private int skipped;
    private int file;
    private int line;
    private @Nullable BufferedReader reader;

    private ReplayFiles(List<Path> files) {
        this.files = files;
    }

    /**
     * Opens files, and in folders every {@code *.jsonl}, {@code *.ndjson} and their {@code .gz}, sorted by name.
     *
     * @throws IOException with the path to blame, when one does not exist or a folder has no such file
     */
    static ReplayFiles open(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isRegularFile(path)) {
                files.add(path);
            } else if (Files.isDirectory(path)) {
                List<Path> found = inFolder(path);
                if (found.isEmpty()) {
                    throw new NoSuchFileException(path + ": no *.jsonl or *.ndjson (or .gz of them) in this folder");
                }
                files.addAll(found);
            } else {
                throw new NoSuchFileException(path + ": no such file or folder");
            }
        }
        return new ReplayFiles(List.copyOf(files));
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path ->
                            NAMES.matcher(String.valueOf(path.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    List<Path> files() {
        return files;
    }

    /** Lines that were left out so far because they hold no JSON object. */
    int skipped() {
        return skipped;
    }

    /** Which lines were left out and why, the first few. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How many lines that are not blank there are, by source. */
    Map<String, Integer> counts() throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Path path : files) {
            int count = 0;
            try (BufferedReader lines = read(path)) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    count += text.isBlank() ? 0 : 1;
                }
            }
            counts.merge(source(path), count, Integer::sum);
        }
        return counts;
    }

    /** The next record, or null after the last one. */
    @Nullable
    ObjectNode next(Instant now) throws IOException {
        while (file < files.size()) {
            Path path = files.get(file);
            if (reader == null) {
                reader = read(path);
                line = 0;
            }
            String text = reader.readLine();
            if (text == null) {
                close();
                file++;
                continue;
            }
            line++;
            ObjectNode object = text.isBlank() ? null : parse(path, text);
            if (object != null) {
                String source = source(path);
                return mapping.map(object, source, source + "/" + path.getFileName() + ":" + line, now);
            }
        }
        return null;
    }

    private @Nullable ObjectNode parse(Path path, String text) {
        String reason;
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            reason = "no JSON object";
        } catch (JsonProcessingException e) {
            reason = "no JSON: " + e.getOriginalMessage();
        }
        skipped++;
        if (complaints.size() < MAX_COMPLAINTS) {
            complaints.add(path.getFileName() + " line " + line + ": " + reason);
        }
        return null;
    }

    /** The file's name without its endings, or its folder's where the file is just called {@code data}. */
    private static String source(Path path) {
        String name = String.valueOf(path.getFileName()).replaceFirst("\\.(jsonl|ndjson|json)(\\.gz)?$", "");
        Path folder = path.toAbsolutePath().normalize().getParent();
        boolean general = name.equals("data") || name.equals("records");
        return general && folder != null && folder.getFileName() != null
                ? folder.getFileName().toString()
                : name;
    }

    private static BufferedReader read(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        if (path.toString().endsWith(".gz")) {
            in = new GZIPInputStream(in);
        }
        return new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
