package io.modelwatch.logindexer.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.modelwatch.logindexer.document.Cleaning;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.KeyedHash;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Action lines, names, identifiers, replies and refusals. */
class BulkRulesTest {

    private static final Identities IDENTITIES = new Identities(KeyedHash.of(new byte[16]), Cleaning.NONE);

    private static BulkAction action(String line) {
        return BulkAction.parse(new BulkLines.Line(line.getBytes(UTF_8), false, true), 3);
    }

    @Test
    void anActionSaysWhatToDoAndWhere() {
        BulkAction action = action("{\"create\":{\"_index\":\"a\",\"_id\":\"1\",\"_type\":\"_doc\",\"pipeline\":\"p\","
                + "\"routing\":\"r\",\"require_alias\":false,\"list_executed_pipelines\":true}}");

        assertEquals(new BulkAction(BulkAction.Operation.CREATE, TextNode.valueOf("a"), TextNode.valueOf("1")), action);
        assertEquals(new BulkAction(BulkAction.Operation.INDEX, null, null), action("{\"index\":{\"_id\":null}}"));
        assertFalse(action("{\"delete\":{}}").operation().hasDocument());
        assertTrue(action("{\"update\":{}}").operation().hasDocument());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"a document\"}",
                "{\"index\":{},\"create\":{}}",
                "{}",
                "[]",
                "12",
                "{\"index\":1}",
                "{\"index\":{}} x",
                "{broken",
                "\u0000",
                "{\"index\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}}"
            })
    void whatIsNoActionSpoilsTheRequest(String line) {
        ElasticError error =
                assertThrows(ElasticException.class, () -> action(line)).error();

        assertEquals(400, error.status());
        assertEquals("illegal_argument_exception", error.type());
        assertTrue(error.reason().startsWith("Malformed action/metadata line [3], expected"), error.reason());
    }

    @Test
    void namesAreCheckedAndNeverHandedOn() {
        IndexNames names = new IndexNames("logs-llm-default", List.of("logs-*", "filebeat-*"));

        assertTrue(names.allows("logs-llm-default"));
        assertTrue(names.allows("logs-nginx.access-prod"));
        assertTrue(names.allows("filebeat-8.19.0-2026.11.22"));
        for (String name : List.of(
                "metrics-x",
                "logs",
                "Logs-x",
                ".logs-x",
                "_all",
                "logs-*",
                "logs-a,logs-b",
                "<logs-{now}>",
                "logs-a/b",
                "logs-é",
                "",
                "logs-" + "x".repeat(200),
                "../logs-x",
                "logs-x\n")) {
            assertFalse(names.allows(name), name);
        }
    }

    @Test
    void identifiersAreCheckedAndKeptApartByTheirIndex() {
        assertNull(DocumentIds.fault(null));
        assertNull(DocumentIds.fault(TextNode.valueOf("好".repeat(170))));
        assertNotNull(DocumentIds.fault(TextNode.valueOf("好".repeat(171))));
        assertNotNull(DocumentIds.fault(TextNode.valueOf("")));
        assertNotNull(DocumentIds.fault(IntNode.valueOf(7)));
        assertEquals("1", DocumentIds.stored("1", "logs-llm-x", "logs-llm-x", IDENTITIES));
        assertEquals("app:1", DocumentIds.stored("1", "app", "logs-llm-x", IDENTITIES));
        String long1 = DocumentIds.stored("1".repeat(512), "app", "logs-llm-x", IDENTITIES);
        assertTrue(long1.length() <= 512);
        assertFalse(long1.equals(DocumentIds.stored("1".repeat(512), "app2", "logs-llm-x", IDENTITIES)));
    }

    private static final List<BulkItem> ITEMS = List.of(
            new BulkItem.Taken("create", "logs-llm-x", "a"),
            new BulkItem.Refused("index", "Bad", null, ElasticError.illegalArgument("no")));

    private static String reply(List<BulkItem> items, String filterPath) {
        return new String(BulkReply.of(items, 3, FilterPath.of(filterPath)), UTF_8);
    }

    @Test
    void repliesAreCompactToTheByte() {
        assertEquals(
                "{\"took\":3,\"errors\":false,\"items\":[{\"create\":{\"_index\":\"logs-llm-x\",\"_id\":\"a\","
                        + "\"_version\":1,\"result\":\"created\",\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},"
                        + "\"status\":201}}]}",
                reply(ITEMS.subList(0, 1), null));
        assertEquals(
                "{\"took\":3,\"errors\":true,\"items\":[{\"index\":{\"_index\":\"Bad\",\"_id\":null,\"status\":400,"
                        + "\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":\"no\"}}}]}",
                reply(ITEMS.subList(1, 2), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "errors | {\"errors\":true}",
                "errors,items.*.error,items.*.status | {\"errors\":true,\"items\":[{\"create\":{\"status\":201}},{\"index\":{\"status\":400,\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":\"no\"}}}]}",
                "items.*._index,items.*.status,items.*.failure_store,items.*.error.type,items.*.error.reason | {\"items\":[{\"create\":{\"_index\":\"logs-llm-x\",\"status\":201}},{\"index\":{\"_index\":\"Bad\",\"status\":400,\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":\"no\"}}}]}",
                "items.index.error.type | {\"items\":[{\"index\":{\"error\":{\"type\":\"illegal_argument_exception\"}}}]}",
                "**.reason | {\"items\":[{\"index\":{\"error\":{\"reason\":\"no\"}}}]}",
                "ti*,err* | {\"errors\":true}",
                "-items | {\"took\":3,\"errors\":true}",
                "items,-items.*._shards,-**.error,-items.*._i*,-**.result,-**._version | {\"items\":[{\"create\":{\"status\":201}},{\"index\":{\"status\":400}}]}",
                "nothing.like.it | {}",
                "t*k,,. | {\"took\":3}",
            })
    void filterPathCutsTheReply(String filterPath, String expected) {
        assertEquals(expected, reply(ITEMS, filterPath));
    }

    @Test
    void errorsHaveElasticsearchsShape() {
        assertEquals(
                "{\"error\":{\"root_cause\":[{\"type\":\"t\",\"reason\":\"r\"}],\"type\":\"t\",\"reason\":\"r\"},"
                        + "\"status\":400}",
                new String(new ElasticError(400, "t", "r").json(), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "auto, , CLOSE",
        "auto, syslog-ng 3.38.1/libcurl 7.88.1, TOO_MANY_REQUESTS",
        "auto, Fluent-Bit, TOO_MANY_REQUESTS",
        "auto, elasticsearch-js/8.19.2 (linux), UNAVAILABLE",
        "429, , TOO_MANY_REQUESTS",
        "503, Fluent-Bit, UNAVAILABLE",
        "close, Fluent-Bit, CLOSE",
    })
    void aRefusalSuitsTheClient(String setting, String userAgent, OverloadAnswer expected) {
        assertEquals(expected, OverloadAnswer.of(setting, userAgent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| application/json",
                "*/* | application/json",
                "application/vnd.elasticsearch+json; compatible-with=8,text/plain | application/vnd.elasticsearch+json;compatible-with=8",
                "application/vnd.elasticsearch+json;compatible-with=9 | application/vnd.elasticsearch+json;compatible-with=9",
                "application/vnd.elasticsearch+json;compatible-with=6 | application/json",
            })
    void theVendorsMediaTypeIsAnsweredToThoseWhoAsk(String accept, String expected) {
        assertEquals(expected, ElasticAnswers.mediaType(accept));
    }
}
