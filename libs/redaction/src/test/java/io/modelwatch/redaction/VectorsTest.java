package io.modelwatch.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Finding;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One line a type: the word that announces it, a valid value, and one that is wrong by check or form, where one is. */
class VectorsTest {

    private static final String LINES = """
            EMAIL_ADDRESS|mail|mia.lang@example.org|mia.lang@example
            PHONE_NUMBER|phone|+49 30 1234567|12.5
            CREDIT_CARD|card|4111222233334448|4111222233334440
            IBAN_CODE|iban|DE41500105170123456789|DE42500105170123456789
            IP_ADDRESS|ip|203.0.113.77|203.0.113.377
            MAC_ADDRESS|mac|3C:22:FB:11:00:9A|3C:22:FB:11:00
            URL|website|https://shop.example.com/a?b=1|https://shop
            CRYPTO|wallet|1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa|1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb
            DATE_TIME|date|2019-07-23|2019-17-43
            DATE_OF_BIRTH|born|23 July 1991|23 Jully 1991
            CN_VIN|vin|1M8GDM9AXKP042788|1M8GDM9AIKP042788
            US_SSN|ssn|536-22-8145|666-22-8145
            US_ITIN|itin|912-70-4455|912-89-4455
            US_BANK_NUMBER|bank account|4455667788|4455
            ABA_ROUTING_NUMBER|routing number|111000986|111000980
            US_PASSPORT|passport|530911827|53091182
            US_DRIVER_LICENSE|driver license|D5309118|DD
            US_NPI|npi|1245319599|1245319590
            US_MBI|medicare|2AC3D45EF60|2SC3D45EF60
            MEDICAL_LICENSE|dea|AB7621053|AB7621050
            UK_NHS|nhs|943 476 5870|943 476 5871
            UK_NINO|national insurance|JG 10 37 59 A|BG 10 37 59 A
            UK_POSTCODE|postcode|LS11 5BX|QS11 5BX
            UK_DRIVING_LICENCE|driving licence|JONES910238AB9XY|JONES919938AB9XY
            UK_PASSPORT|passport|QX5309118|QX53091
            UK_VEHICLE_REGISTRATION|number plate|BD51 SMR|BD99 SMR
            DE_BSNR|BSNR|381234500|001234500
            DE_FUEHRERSCHEIN|Führerschein|LB12345678C|LB1234567C
            DE_HANDELSREGISTER|Amtsgericht|HRB 20451|HRX 20451
            DE_HEALTH_INSURANCE|Krankenkasse|X110411535|X110411530
            DE_ID_CARD|Personalausweis|LZ6311T48|LZ6311T40
            DE_KFZ|Kennzeichen|M-XY 4711|MUEN-XY 4711
            DE_LANR|Arztnummer|234567701|234567001
            DE_PASSPORT|Reisepass|C4VP8TZ26|C4VP8TZ20
            DE_PLZ|PLZ|50667|00667
            DE_SOCIAL_SECURITY|Rentenversicherungsnummer|65170839J003|65170839J000
            DE_TAX_ID|Steuer-ID|47036892816|47036892810
            DE_TAX_NUMBER|Steuernummer|181/815/08155|181/815
            DE_VAT_ID|USt-IdNr|DE811907117|DE81190711
            ES_NIF|DNI|24680135P|24680135A
            ES_NIE|NIE|X2468013K|X2468013A
            FI_PERSONAL_IDENTITY_CODE|hetu|240791-253S|240791-253T
            IT_FISCAL_CODE|codice fiscale|RSSMRA85T10A562S|RSSMRA85Z10A562S
            IT_DRIVER_LICENSE|patente|MI5309118X|MI53X
            IT_IDENTITY_CARD|carta d'identità|CA12345BC|CA1234BC
            IT_PASSPORT|passaporto|YA5309118|YA53091
            IT_VAT_CODE|partita iva|07488080677|07488080670
            PL_PESEL|PESEL|85061523419|85061523410
            SE_PERSONNUMMER|personnummer|850615-2340|850615-2341
            SE_ORGANISATIONSNUMMER|organisationsnummer|556677-8899|556677-8890
            TR_NATIONAL_ID|TC kimlik|23456789138|23456789100
            TR_LICENSE_PLATE|plaka|34 ABC 123|99 ABC 123
            CA_SIN|SIN|530 246 818|530 246 810
            ZA_ID_NUMBER|SA ID|8506155008087|8506155008080
            NG_NIN|NIN|63214578907|03214578907
            NG_VEHICLE_REGISTRATION|plate number|KJA-412AB|KJ-412AB
            AU_ABN|ABN|31 112 233 445|31 112 233 446
            AU_ACN|ACN|102 030 400|102 030 401
            AU_MEDICARE|Medicare|3456 78917 1|3456 78910 1
            AU_TFN|TFN|123456782|123456780
            IN_AADHAAR|Aadhaar|2341 2341 2346|2341 2341 2340
            IN_GSTIN|GSTIN|29AAGCB7383J1Z4|49AAGCB7383J1Z4
            IN_PAN|PAN|AAGPB7383J|AAGPB738J
            IN_PASSPORT|passport|K4530911|K453091
            IN_VEHICLE_REGISTRATION|vehicle|MH12DE1433|XX12DE1433
            IN_VOTER|voter id|YCD4530911|YCD453091
            KR_BRN|사업자등록번호|120-81-47521|120-81-47520
            KR_DRIVER_LICENSE|운전면허|13-04-530911-27|29-04-530911-27
            KR_FRN|외국인등록번호|850615-5234565|851315-5234565
            KR_PASSPORT|여권|M53091182|A53091182
            KR_RRN|주민등록번호|850615-1234562|851315-1234562
            SG_NRIC_FIN|NRIC|S8345678G|S834567G
            SG_UEN|UEN|201612340K|201612340A
            TH_TNIN|Thai ID|1101700207030|1101700207031
            CN_ID|身份证|320106198506152349|320106198506152340
            CN_MOBILE|手机|15812345670|12812345670
            CN_TEL|座机|021-62345678|021-6234567
            CN_BANK_CARD|银行卡|6222021001112233447|6222021001112233440
            CN_PASSPORT|护照|E53091182|E5309118
            CN_HK_MACAU_PERMIT|港澳通行证|C53091182|C5309
            CN_TAIWAN_PERMIT|台胞证|05309118|0530911
            CN_USCC|统一社会信用代码|91110108551385082Q|91110108551385082R
            CN_PLATE|车牌|沪A·D5309|泸A·D5309
            CN_ADDRESS|地址|上海市浦东新区张江路505号3号楼1202室|上海市浦东新区
            CN_WECHAT|微信|wei_lin88|w8
            CN_QQ|QQ|53091182|530
            HK_ID|香港身份证|G123456(A)|G123456(0)
            TW_ID|身分證|F131415920|F131415921
            MO_ID|澳门身份证|5123456(7)|2123456(7)
            JWT||eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLTEyMw|eyJhbGciOiJIUzI1NiJ9
            AWS_ACCESS_KEY||AKIAQWERTYUIOPAS2345|AKIAQWERTYUIOPAS
            GITHUB_TOKEN||ghp_0123456789abcdefghijABCDEFGHIJ012345|ghp_0123456789
            GITLAB_TOKEN||glpat-0123456789abcdefghij|glpat-01234
            SLACK_TOKEN||xoxb-123456789012-abcdefghijkl|xoxb-12
            STRIPE_KEY||sk_live_0123456789abcdefghij|sk_live_0
            GOOGLE_API_KEY||AIza0123456789abcdefghijklmnopqrstuvwxy|AIza0123
            OPENAI_KEY||sk-0123456789abcdefghijABCDEFGHIJ|sk-learn-tutorial-one
            ANTHROPIC_KEY||sk-ant-api03-0123456789abcdefghij|sk-ant-one
            API_KEY||hf_0123456789abcdefghijABCDEFGHIJ0123|hf_model
            """;

    private static final Set<EntityType> TESTED_BELOW = Set.of(
            EntityType.PRIVATE_KEY,
            EntityType.AWS_SECRET_KEY,
            EntityType.AUTHORIZATION,
            EntityType.URL_CREDENTIALS,
            EntityType.PASSWORD,
            EntityType.GENERIC_SECRET);

    record Vector(EntityType type, String word, String valid, String wrong) {}

    static Stream<Vector> vectors() {
        return LINES.lines()
                .map(line -> line.split("\\|"))
                .map(parts -> new Vector(EntityType.valueOf(parts[0]), parts[1], parts[2], parts[3]));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void validValueIsFoundWhereItStands(Vector vector) {
        assertFound(vector, vector.word() + " " + vector.valid());
        assertFound(vector, "Please note: " + vector.word() + " is " + vector.valid() + ", thanks.");
        assertFound(vector, "请注意，" + vector.word() + "：" + vector.valid() + "。谢谢");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void wrongValueIsNotFound(Vector vector) {
        Detector detector = Detector.of(List.of(vector.type()), Detector.DEFAULT_MINIMUM);

        assertEquals(List.of(), detector.find("Please note: " + vector.word() + " is " + vector.wrong() + ", thanks."));
    }

    @Test
    void everyTypeHasAVector() {
        Set<EntityType> types = EnumSet.allOf(EntityType.class);
        vectors().forEach(vector -> types.remove(vector.type()));

        assertEquals(TESTED_BELOW, types);
    }

    private static void assertFound(Vector vector, String text) {
        int start = text.lastIndexOf(vector.valid());
        List<Finding> findings = Detector.all().findEachType(text);

        assertTrue(
                findings.stream()
                        .anyMatch(f -> f.type() == vector.type()
                                && f.start() == start
                                && f.end() == start + vector.valid().length()),
                () -> vector.valid() + " not found in " + text + " but " + findings);
    }

    @Test
    void valuesUnderTellingNamesAreSecrets() {
        assertOnly(EntityType.PASSWORD, "password=hunter2", "hunter2");
        assertOnly(EntityType.PASSWORD, "{\"db_password\": \"correct horse\"}", "correct");
        assertOnly(EntityType.PASSWORD, "登录密码是Abc123!，请勿外传", "Abc123!");
        assertOnly(EntityType.GENERIC_SECRET, "client_secret: 'q8Zr2LmN0pXc7VbT'", "q8Zr2LmN0pXc7VbT");
        assertOnly(
                EntityType.AWS_SECRET_KEY,
                "aws_secret_access_key = q8Zr2LmN0pXc7VbTq8Zr2LmN0pXc7VbT/+AB34cd",
                "q8Zr2LmN0pXc7VbTq8Zr2LmN0pXc7VbT/+AB34cd");
        assertOnly(EntityType.AUTHORIZATION, "Authorization: Bearer q8Zr2LmN0pXc7VbT", "q8Zr2LmN0pXc7VbT");
        assertOnly(EntityType.URL_CREDENTIALS, "postgres://app:s3cr3t@db.internal:5432/orders", "app:s3cr3t");
        String pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc+/=\n-----END RSA PRIVATE KEY-----";
        assertOnly(EntityType.PRIVATE_KEY, "key:\n" + pem + "\nend", pem);
        assertOnly(
                EntityType.PRIVATE_KEY,
                "-----BEGIN PRIVATE KEY-----\nMIIEabc+/=\n",
                "-----BEGIN PRIVATE KEY-----\nMIIEabc+/=");
    }

    private static void assertOnly(EntityType type, String text, String value) {
        List<Finding> findings = Detector.all().find(text);

        assertEquals(1, findings.size(), () -> text + " " + findings);
        Finding finding = findings.getFirst();
        assertEquals(type, finding.type());
        assertEquals(value, text.substring(finding.start(), finding.end()));
    }

    @Test
    void fullWidthFormsKeepTheirOffsets() {
        String text = "😀电话１３８１２３４５６７８，邮箱ａｂ＠ｅｘａｍｐｌｅ．com";

        List<Finding> findings = Detector.all().find(text);

        assertEquals(2, findings.size());
        assertEquals(
                "１３８１２３４５６７８",
                text.substring(findings.get(0).start(), findings.get(0).end()));
        assertEquals(
                "ａｂ＠ｅｘａｍｐｌｅ．com",
                text.substring(findings.get(1).start(), findings.get(1).end()));
    }

    @Test
    void spanBeginsWhereTheValueDoes() {
        assertOnly(EntityType.CN_ADDRESS, "河北分校位于天津市红桥区丁字沽路8号。", "天津市红桥区丁字沽路8号");
        assertOnly(EntityType.PHONE_NUMBER, "call us (1-800-555-0142) any day", "1-800-555-0142");
        assertOnly(EntityType.PHONE_NUMBER, "call (212) 555-0142", "(212) 555-0142");
    }
}
