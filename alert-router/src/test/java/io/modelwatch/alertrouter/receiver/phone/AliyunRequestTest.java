package io.modelwatch.alertrouter.receiver.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Signature;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AliyunRequestTest {

    @Test
    void signatureIsThatOfAliyunsRules() {
        URI service = URI.create("https://dysmsapi.aliyuncs.com/");
        Instant now = Instant.parse("2024-01-02T03:04:05Z");
        String nonce = "0123456789abcdef0123456789abcdef";
        Map<String, String> parameters = Map.of(
                "PhoneNumbers", "13900001234",
                "SignName", "告警中心",
                "TemplateCode", "SMS_123456",
                "TemplateParam", "{\"name\":\"HighLatency\",\"n\":\"2\"}");

        Request request = AliyunRequest.of(
                service, "SendSms", parameters, new AliyunRequest.Keys("testId", "testSecret"), now, nonce);

        assertEquals(
                "f3587d669a769eb9825d1113616b2047cec38c13386b2440ca3b12277ca9cbc8",
                Signature.sha256(AliyunRequest.canonical(
                        AliyunRequest.query(parameters), AliyunRequest.headers(service, "SendSms", now, nonce))));
        assertTrue(
                request.headers()
                        .getOrDefault("Authorization", "")
                        .endsWith("Signature=56113f31ca88a463e657335a06ed7b0d10dd4c1d5c00c70c5c13e65dbef1638a"),
                request.headers().toString());
    }

    @Test
    void textThatIsNotPlainIsCutShorter() {
        assertEquals(459, Twilio.cut("x".repeat(1000)).length());
        assertEquals(201, Twilio.cut("字".repeat(1000)).length());
        assertTrue(Twilio.cut("x".repeat(1000)).endsWith("..."));
        assertEquals("short", Twilio.cut("short"));
    }
}
