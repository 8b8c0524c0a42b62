package io.modelwatch.devstack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    Path folder;

    @Test
    void readsFilesAndFoldersInOrder() throws IOException {
        write("b.ndjson", "{\"id\":\"b1\"}\n");
        write("sub/a.jsonl", "{\"id\":\"a1\"}\n\n{\"id\":\"a2\"}");
        write("notes.txt", "{\"id\":\"no\"}\n");
        Files.write(folder.resolve("c.jsonl.gz"), gzip("{\"id\":\"c1\",\"prompt\":\"压缩\"}\n"));

        assertEquals(List.of("b1", "c1", "a1", "a2"), ids(List.of(folder)));
        assertEquals(List.of("a1", "a2", "b1"), ids(List.of(folder.resolve("sub"), folder.resolve("b.ndjson"))));
        try (ReplayFiles files = ReplayFiles.open(List.of(folder))) {
            assertEquals(Map.of("a", 2, "b", 1, "c", 1), files.counts());
        }
    }

    @Test
    void leavesOutAndCountsWhatIsNoObject() throws IOException {
        Path file = write("mixed.jsonl", "{\"id\":\"a\"}\nnot json\n[1]\n{\"id\":\"b\"}\n{\"broken\":\n");

        try (ReplayFiles files = ReplayFiles.open(List.of(file))) {
            List<String> ids = new ArrayList<>();
            for (ObjectNode record = files.next(NOW); record != null; record = files.next(NOW)) {
                ids.add(record.path("request_id").asText());
            }

            assertEquals(List.of("a", "b"), ids);
            assertEquals(3, files.skipped());
            assertTrue(
                    files.complaints().getFirst().startsWith("mixed.jsonl line 2: no JSON"),
                    files.complaints().toString());
        }
    }

    @Test
    void survivesInvalidUtf8() throws IOException {
        Path file = folder.resolve("latin.jsonl");
        Files.write(file, "{\"id\":\"a\",\"prompt\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

        try (ReplayFiles files = ReplayFiles.open(List.of(file))) {
            assertEquals("caf\uFFFD", files.next(NOW).path("prompt").asText());
        }
    }

    @Test
    void namesTheServiceAfterTheFileOrTheFolderOfGeneralFiles() throws IOException {
        Path chats = write("chats.jsonl", "{\"id\":\"a\"}");
        Path data = write("faq/data.jsonl", "{\"id\":\"b\"}");

        try (ReplayFiles files = ReplayFiles.open(List.of(chats, data))) {
            assertEquals("chats", files.next(NOW).path("service").asText());
            assertEquals("faq", files.next(NOW).path("service").asText());
        }
    }

    @Test
    void namesThePathThatIsNotThere() {
        NoSuchFileException missing = assertThrows(
                NoSuchFileException.class, () -> ReplayFiles.open(List.of(folder.resolve("nowhere.jsonl"))));
        assertTrue(missing.getMessage().contains("nowhere.jsonl: no such file or folder"));

        NoSuchFileException empty = assertThrows(NoSuchFileException.class, () -> ReplayFiles.open(List.of(folder)));
        assertTrue(empty.getMessage().contains("*.jsonl"));
    }

    @Test
    void mapsThousandsOfRealPairs() throws IOException {
        Set<String> ids = new HashSet<>();
        int pairs = 0;
        int chinese = 0;
        int withContext = 0;
        try (ReplayFiles files = ReplayFiles.open(List.of(SharedDatasets.folder()))) {
            for (ObjectNode record = files.next(NOW); record != null; record = files.next(NOW)) {
                assertTrue(ids.add(record.path("request_id").asText()), record.toString());
                assertFalse(record.path("service").asText().isBlank());
                if (record.path("prompt").asText().isBlank() || !record.has("response")) {
                    continue;
                }
                pairs++;
                withContext += record.has("context") ? 1 : 0;
                boolean isChinese = record.path("prompt").asText().codePoints().anyMatch(Character::isIdeographic);
                chinese += isChinese ? 1 : 0;
                assertTrue(record.path("input_tokens").asInt() > 0);
                assertTrue(record.path("extra").has("label") || record.has("reference"), record.toString());
            }
            assertEquals(0, files.skipped());
        }
        assertTrue(pairs >= 10_000, pairs + " pairs");
        assertTrue(chinese >= 4_000, chinese + " Chinese ones");
        assertTrue(withContext >= 5_000, withContext + " with a context");
    }

    private List<String> ids(List<Path> paths) throws IOException {
        List<String> ids = new ArrayList<>();
        try (ReplayFiles files = ReplayFiles.open(paths)) {
            for (ObjectNode record = files.next(NOW); record != null; record = files.next(NOW)) {
                ids.add(record.path("request_id").asText());
            }
        }
        return ids;
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
