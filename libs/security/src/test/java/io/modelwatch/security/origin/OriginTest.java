package io.modelwatch.security.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    private static final OriginCheck CHECK = new OriginCheck(Set.of("https://Karma.example.org"));

    private static boolean letIn(String method, String origin, String site, boolean bearer) {
        return CHECK.refusal(new OriginCheck.Request(method, "router.example.org:9093", origin, site, bearer))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // What curl, Prometheus and shippers send.
                "POST, -, -, true",
                // Browsers of today.
                "POST, http://router.example.org:9093, same-origin, true",
                "POST, https://router.example.org:9093, same-origin, true",
                "POST, https://evil.example.org, cross-site, false",
                "POST, http://other.example.org:9093, same-site, false",
                "DELETE, https://evil.example.org, cross-site, false",
                "POST, -, cross-site, false",
                "POST, -, none, true",
                // Browsers that do not say where they fetch for.
                "POST, http://router.example.org:9093, -, true",
                "POST, https://ROUTER.example.org:9093, -, true",
                "POST, https://evil.example.org, -, false",
                "POST, http://router.example.org, -, false",
                "POST, http://evil-router.example.org:9093, -, false",
                "POST, null, -, false",
                // Named by the operator.
                "POST, https://karma.example.org, cross-site, true",
                // A web socket is opened with a GET, and read by whoever opened it.
                "SOCKET, https://evil.example.org, cross-site, false",
                "SOCKET, http://router.example.org:9093, same-origin, true",
                "SOCKET, -, -, true",
                // Reading changes nothing.
                "GET, https://evil.example.org, cross-site, true",
                "HEAD, https://evil.example.org, cross-site, true",
            })
    void onlyPagesOfTheServiceChangeThings(String method, String origin, String site, boolean letIn) {
        assertEquals(letIn, letIn(method, origin, site, false));
    }

    @Test
    void bearerTokensAreNotSentByBrowsersOfThemselves() {
        assertEquals(true, letIn("POST", "https://evil.example.org", "cross-site", true));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "localhost, true",
                "LOCALHOST:8081, true",
                "127.0.0.1:8081, true",
                "127.8.9.10, true",
                "[::1]:8081, true",
                "[::1], true",
                "-, true",
                "evil.example.org:8081, false",
                "localhost.evil.example.org, false",
                "127.0.0.1.evil.example.org, false",
                "10.0.0.1, false",
                "'', false",
            })
    void hostHeadersOfThisMachine(String header, boolean here) {
        assertEquals(here, Loopback.isHostHeader(header));
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "127.0.0.1, true", "::1, true", "0.0.0.0, false", "::, false", "10.1.2.3, false"})
    void addressesReachedFromThisMachineOnly(String host, boolean loopback) {
        assertEquals(loopback, Loopback.isAddress(host));
    }
}
