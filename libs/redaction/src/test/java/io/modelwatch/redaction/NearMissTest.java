package io.modelwatch.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.redaction.entity.EntityType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissTest {

    private static final Set<EntityType> NOT_DATES = notDates();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order number 20241124093015, tracking 9400110200881234567890",
                "订单编号2024112409301588，流水号：6222021001112233440",
                "at 1732440615 and 1732440615123 and 1732440615123456789",
                "2026-11-24T10:11:12.345Z took 3.1415926535 s",
                "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad, sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "id 550e8400-e29b-41d4-a716-446655440000",
                "version 1.2.3.4 build 20241124, release 10.0.26100.2314",
                "$1,234,567.89 or 12,345,678 rows, 99.95 %, ratio 1:2:3:4",
                "总额12,345,678.90元，共计13812345678901条，占比99.5%",
                "f(x) = 2x + 3, see section 4.5.6 on page 1234",
                "std::cout << MyClass::toString(); a[12] = b->c;",
                "import os.path; print(readme.md, main.py, index.html, Node.js)",
                "trailing@ sign, @mention and user@localhost or logo@2x.png",
                "password = get_password() and token = os.environ['TOKEN'] and api_key = None",
                "The password: must be changed. 密码是必填项。",
                "api_key=<API_KEY> password=**** secret=${SECRET}",
                "<EMAIL_ADDRESS> <CN_ID:abcdefghijklmnop> ************1234",
                "the 2024 2025 and 2026 figures are 10 20 30 40 50 60",
                "十二月三十一日，第1234567号令",
                ""
            })
    void isNoFinding(String text) {
        assertEquals(List.of(), Detector.of(NOT_DATES, Detector.DEFAULT_MINIMUM).find(text));
    }

    private static Set<EntityType> notDates() {
        Set<EntityType> types = EnumSet.allOf(EntityType.class);
        types.remove(EntityType.DATE_TIME);
        return types;
    }
}
