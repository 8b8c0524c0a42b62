package io.modelwatch.alertrouter.receiver.feishu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FeishuTest {

    @Test
    void signatureIsThatOfTheKnownExample() {
        assertEquals("OrBzY1Y01Gq+HgJsl+7OfWcMVwc7YocohQm5iiZwjhU=", Feishu.sign("feishu-secret", 1_700_000_000L));
    }
}
