package io.modelwatch.security.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTableTest {

    private static final AccessTable TABLE =
            new AccessReader(Map.of("health", Set.of())).add("a", """
                    # a comment
                    GET         /                        ingest,viewer
                    GET         /q/health/**             health
                    GET         /api/v2/silences         viewer   # after the line
                    POST        /api/v2/silences         operator
                    DELETE      /api/v2/silence/{id}     operator
                    GET         /api/v1/logs/**          viewer
                    GET         /api/v1/logs/original/{id}/{secret}  operator  audit
                    POST        /{index}/_bulk           ingest
                    POST        /-/reload                admin
                    PUT,POST    /x                       open
                    GET         /*.js                    viewer
                    GET         /login.js                open
                    answers     elasticsearch            /
                    answers     problem                  /api/
                    answers     alertmanager             /api/v2/
                    """).table();

    @ParameterizedTest
    @CsvSource({
        "GET, /, ingest or viewer",
        "GET, /q/health, ''",
        "GET, /q/health/live, ''",
        "GET, /q/healthy, admin",
        "GET, /api/v2/silences, viewer",
        "GET, /api/v2/silences/, viewer",
        "HEAD, /api/v2/silences, viewer",
        "OPTIONS, /api/v2/silences, viewer",
        "POST, /api/v2/silences, operator",
        "PUT, /api/v2/silences, admin",
        "DELETE, /api/v2/silence/1, operator",
        "GET, /api/v2/silence/1, admin",
        "DELETE, /api/v2/silence, admin",
        "DELETE, /api/v2/silence/1/2, admin",
        "GET, /api/v1/logs, viewer",
        "GET, /api/v1/logs/a/b/c, viewer",
        "GET, /api/v1/logs/original/1/2, operator",
        "GET, /api/v1/logs/original/1, viewer",
        "POST, /some/_bulk, ingest",
        "POST, /-/_bulk, ingest",
        "POST, /_bulk, admin",
        "POST, /x, ''",
        "GET, /x, admin",
        "GET, /page.js, viewer",
        "GET, /login.js, ''",
        "GET, /page.js.map, admin",
        "GET, /views/page.js, admin",
        "PROPFIND, /api/v2/silences, admin",
        "GET, /API/v2/silences, admin",
        "GET, /api//silences, admin",
        "GET, '', ingest or viewer",
    })
    void mostSpecificTemplateDecidesAndTheRestNeedsAdmin(String method, String path, String roles) {
        assertEquals(roles, TABLE.of(method, path).needed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/silences;x=1", "/api;x/v2/silences", "/q/health/live;/../../x"})
    void pathWithMatrixParametersIsNotListed(String path) {
        assertEquals("admin", TABLE.of("GET", path).needed());
    }

    @Test
    void whatOnlyOperatorsMayChangeIsAudited() {
        assertTrue(TABLE.of("POST", "/api/v2/silences").audited());
        assertTrue(TABLE.of("POST", "/-/reload").audited());
        assertTrue(TABLE.of("POST", "/nobody/listed/this").audited());
        assertTrue(TABLE.of("GET", "/api/v1/logs/original/1/2").audited());
        assertFalse(TABLE.of("POST", "/x").audited());
        assertFalse(TABLE.of("POST", "/some/_bulk").audited());
        assertFalse(TABLE.of("GET", "/api/v2/silences").audited());
        assertFalse(TABLE.of("GET", "/nobody/listed/this").audited());
    }

    @Test
    void auditKnowsIdentifiersAndNoOtherVariable() {
        Access access = TABLE.of("GET", "/api/v1/logs/original/17/hunter2");

        assertEquals("/api/v1/logs/original/{id}/{secret}", access.path());
        assertEquals(Map.of("id", "17"), access.variables());
        assertEquals(Access.UNLISTED, TABLE.of("POST", "/token/hunter2").path());
    }

    @ParameterizedTest
    @CsvSource({
        "/_bulk, ELASTICSEARCH",
        "/api/v1/logs, PROBLEM",
        "/api/v2/silences, ALERTMANAGER",
    })
    void longestPrefixSaysInWhoseWordsRefusalsAreTold(String path, AnswerShape shape) {
        assertEquals(shape, TABLE.shape(path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /x | list, line 1: expected methods, path, roles and perhaps 'audit', not 2 words",
                "GET /x viewer loud | list, line 1: expected methods, path, roles and perhaps 'audit', not 4 words",
                "FETCH /x viewer | list, line 1: methods are GET, POST, PUT, PATCH and DELETE, not FETCH",
                "GET x viewer | list, line 1: a path starts with /, has no empty segment and ** at its end only, not x",
                "GET /**/x viewer | list, line 1: a path starts with /, has no empty segment and ** at its end only, not /**/x",
                "GET /x root | list, line 1: there is no role 'root'; there are ingest, viewer, operator, admin",
                "answers xml /x | list, line 1: there is no shape 'xml'",
            })
    void lineThatIsWrongIsNamed(String line, String complaint) {
        AccessReader reader = new AccessReader(Map.of());

        var error = assertThrows(IllegalArgumentException.class, () -> reader.add("list", line));

        assertEquals(complaint, error.getMessage());
    }

    @Test
    void sameMethodAndPathTwiceIsRefused() {
        AccessReader reader =
                new AccessReader(Map.of()).add("a", "GET /x/{a} viewer").add("b", "GET /x/{b} open");

        var error = assertThrows(IllegalArgumentException.class, reader::table);

        assertEquals("GET /x/{b} is listed twice, also as /x/{a}", error.getMessage());
    }

    @Test
    void operatorsMayWhatViewersMayAndAdministratorsEverything() {
        assertEquals(Set.of(Role.VIEWER, Role.OPERATOR), Role.granted(List.of("operator")));
        assertEquals(Set.of(Role.values()), Role.granted(List.of("admin")));
        assertEquals(Set.of(Role.INGEST), Role.granted(List.of("ingest", "something-else")));
        assertFalse(TABLE.of("GET", "/api/v2/silences").allows(Role.granted(List.of("ingest"))));
    }
}
