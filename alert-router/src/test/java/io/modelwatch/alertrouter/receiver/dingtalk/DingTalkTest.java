package io.modelwatch.alertrouter.receiver.dingtalk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DingTalkTest {

    @ParameterizedTest
    @CsvSource({
        "1700000000000, yBKp5IlG6qCzcQWmgyRK%2FziJBdVNJmHfFE2ST%2FCzT%2Fg%3D",
        "1700000000001, l%2FJDUsy5cz9xEdP2CNFWJyT1FMjG0kUjoSj1%2BWcOH8E%3D"
    })
    void signatureIsThatOfTheKnownExamples(long millis, String expected) {
        assertEquals(expected, URLEncoder.encode(DingTalk.sign("SECtest0123456789", millis), StandardCharsets.UTF_8));
    }
}
