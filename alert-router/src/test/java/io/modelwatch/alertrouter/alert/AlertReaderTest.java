package io.modelwatch.alertrouter.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.alertrouter.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertReaderTest {

    /** What Go takes for a request URI, said more slowly. */
    private static final Pattern URI =
            Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|/)[^\\x00-\\x1f\\x7f]*$", Pattern.DOTALL);

    private static boolean isTaken(String generatorUrl) throws JsonProcessingException {
        String body = new ObjectMapper()
                .writeValueAsString(List.of(Map.of("labels", Map.of("a", "b"), "generatorURL", generatorUrl)));
        try {
            AlertReader.read(body.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    @Test
    void generatorsAddressIsTakenAsGoTakesItSeed20261124() throws JsonProcessingException {
        Random random = new Random(20261124);
        String alphabet = "aZ09+-.:/ ü\u0001\u007f\n?#";
        int taken = 0;
        for (int i = 0; i < 4000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            boolean expected = URI.matcher(text).matches();
            taken += expected ? 1 : 0;

            assertEquals(expected, isTaken(text.toString()), () -> "\"" + text + "\"");
        }
        assertEquals(true, taken > 100, "only " + taken);
    }
}
