package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Received;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.notify.HttpSender;
import io.modelwatch.alertrouter.outgoing.AddressPolicy;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.phone.Twilio;
import io.modelwatch.alertrouter.yaml.ConfigException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telephones and any other service, against fakes. */
class ExtensionChannelsTest extends ChannelFixture {

    private SendResult attempt(Channel channel, int number) throws InterruptedException {
        return sender.send(
                channel,
                FIRING,
                new HttpSender.Attempt("key", number, Map.of(), FollowUp.NEW, NOW, Duration.ofSeconds(5)));
    }

    private static List<Channel> all(String receiver) {
        return ConfigReader.withChannels(
                        config("", ""),
                        "receivers:\n- name: oncall\n" + receiver.indent(2),
                        java.nio.file.Path.of("/etc"))
                .receivers()
                .get("oncall")
                .integrations()
                .stream()
                .map(Channel.class::cast)
                .toList();
    }

    // Aliyun

    /** Recomputes the signature; refuses used nonces, old dates, and variables that are no short texts. */
    private static final class AliyunRule implements Function<Received, Reply> {

        private final Set<String> nonces = new HashSet<>();
        private final List<String> sent = new ArrayList<>();
        private String answer = "";

        @Override
        public Reply apply(Received request) {
            if (!signed(request)) {
                return Reply.of(400, "{\"Code\":\"SignatureDoesNotMatch\"}");
            }
            if (!nonces.add(request.header("x-acs-signature-nonce"))) {
                return Reply.of(400, "{\"Code\":\"SignatureNonceUsed\"}");
            }
            long age = Math.abs(Duration.between(Instant.parse(request.header("x-acs-date")), NOW)
                    .toSeconds());
            if (age > 900) {
                return Reply.of(400, "{\"Code\":\"InvalidTimeStamp.Expired\"}");
            }
            Map<String, String> query = request.query();
            if ("QuerySendDetails".equals(request.header("x-acs-action"))) {
                String details = sent.stream()
                        .map(each -> "{\"OutId\":\"" + each + "\",\"SendStatus\":3}")
                        .collect(Collectors.joining(","));
                return Reply.of(
                        200, "{\"Code\":\"OK\",\"SmsSendDetailDTOs\":{\"SmsSendDetailDTO\":[" + details + "]}}");
            }
            String params = query.getOrDefault("TemplateParam", query.getOrDefault("TtsParam", ""));
            if (params.contains("http://") || params.contains("【") || params.contains("\\n")) {
                return Reply.of(200, "{\"Code\":\"isv.PARAM_NOT_SUPPORT_URL\"}");
            }
            if (params.matches(".*\"[^\"]{36,}\".*")) {
                return Reply.of(200, "{\"Code\":\"isv.PARAM_LENGTH_LIMIT\"}");
            }
            if (!answer.isEmpty()) {
                return Reply.of(200, answer);
            }
            sent.add(query.get("OutId"));
            return Reply.of(200, "{\"Code\":\"OK\",\"Message\":\"OK\",\"BizId\":\"b\"}");
        }

        private static boolean signed(Received request) {
            String authorization = request.header("authorization");
            String names = authorization.replaceFirst(".*SignedHeaders=([^,]*),.*", "$1");
            String query = new TreeMap<>(request.query())
                    .entrySet().stream()
                            .map(each -> percent(each.getKey()) + "=" + percent(each.getValue()))
                            .collect(Collectors.joining("&"));
            StringBuilder canonical = new StringBuilder("POST\n/\n" + query + "\n");
            for (String name : names.split(";")) {
                canonical.append(name).append(':').append(request.header(name)).append('\n');
            }
            canonical.append('\n').append(names).append('\n').append(sha256(request.raw()));
            String wanted = hmac(
                    "HmacSHA256",
                    SECRET,
                    "ACS3-HMAC-SHA256\n" + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
            return authorization.endsWith("Signature=" + wanted)
                    && names.contains("host")
                    && names.contains("x-acs-content-sha256");
        }

        private static String percent(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String algorithm, String key, String data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String aliyun(ServiceFake fake, String kind, String secret, String more) {
        return kind + ":\n- provider: aliyun\n  url: '" + fake.url() + "/'\n  access_key_id: id\n  access_key_secret: "
                + secret + "\n"
                + "  template_code: T_1\n"
                + "  to: ['13900001234', '13900001235']\n"
                + "  params:\n"
                + "    name: '{{ .GroupLabels.alertname }}'\n"
                + "    text: '【x】 {{ range .Alerts }}{{ .Annotations.summary }} http://p/1 {{ end }}'\n"
                + "    n: {text: '{{ len .Alerts }}', max: 2}\n" + more;
    }

    @Test
    void aliyunMessageGoesToEveryTelephoneByItself() throws InterruptedException {
        AliyunRule rule = new AliyunRule();
        ServiceFake fake = fake(rule);
        List<Channel> channels = all(aliyun(fake, "sms_configs", SECRET, "  sign_name: 告警中心\n"));

        for (Channel channel : channels) {
            assertDelivered(send(channel, FIRING));
        }

        assertEquals(
                List.of("sms[0]", "sms[1]"), channels.stream().map(Channel::id).toList());
        assertFalse(channels.getFirst().sendResolved());
        assertEquals(
                List.of("13900001234", "13900001235"),
                fake.received().stream()
                        .map(each -> each.query().get("PhoneNumbers"))
                        .toList());
        assertTrue(fake.received().getFirst().query().get("TemplateParam").contains("\"n\":\"2\""));
    }

    @Test
    void aliyunCallSpeaksItsTemplate() throws InterruptedException {
        AliyunRule rule = new AliyunRule();
        ServiceFake fake = fake(rule);
        Channel call =
                all(aliyun(fake, "voice_configs", SECRET, "  play_times: 9\n")).getFirst();

        assertDelivered(send(call, FIRING));

        assertEquals("SingleCallByTts", fake.received().getFirst().header("x-acs-action"));
        assertEquals("3", fake.received().getFirst().query().get("PlayTimes"));
    }

    @Test
    void messageThatMayHaveArrivedIsLookedForBeforeItIsSentAgain() throws InterruptedException {
        AliyunRule rule = new AliyunRule();
        Channel channel = all(aliyun(fake(rule), "sms_configs", SECRET, "  sign_name: s\n"))
                .getFirst();
        assertDelivered(attempt(channel, 1));

        assertDelivered(attempt(channel, 2));

        assertEquals(List.of("key"), rule.sent);
    }

    @Test
    void messageWithoutAnAnswerIsSentOnceMoreAtMost() throws InterruptedException {
        ServiceFake fake = fake(request -> {
            if ("QuerySendDetails".equals(request.header("x-acs-action"))) {
                return Reply.of(200, "{\"Code\":\"OK\"}");
            }
            throw new IllegalStateException("no answer");
        });
        Channel channel =
                all(aliyun(fake, "sms_configs", SECRET, "  sign_name: s\n")).getFirst();

        SendResult.Failed first = assertInstanceOf(SendResult.Failed.class, attempt(channel, 1));
        SendResult.Failed second = assertInstanceOf(SendResult.Failed.class, attempt(channel, 2));

        assertTrue(first.retry());
        assertEquals(30, first.after().toSeconds());
        assertFalse(second.retry());
    }

    @ParameterizedTest
    @CsvSource({
        "isv.BUSINESS_LIMIT_CONTROL, true, 60",
        "isp.SYSTEM_ERROR, true, 1",
        "isv.AMOUNT_NOT_ENOUGH, false, 0",
        "isv.MOBILE_NUMBER_ILLEGAL, false, 0"
    })
    void aliyunRefusalsWithStatusOkAreUnderstood(String code, boolean retry, int wait) throws InterruptedException {
        AliyunRule rule = new AliyunRule();
        rule.answer = "{\"Code\":\"" + code + "\"}";

        SendResult.Failed failed = failed(all(aliyun(fake(rule), "sms_configs", SECRET, "  sign_name: s\n"))
                .getFirst());

        assertEquals(retry, failed.retry());
        assertEquals(wait, failed.after().toSeconds());
    }

    @Test
    void aliyunRefusesAWrongSecret() throws InterruptedException {
        assertFalse(failed(all(aliyun(fake(new AliyunRule()), "sms_configs", TOKEN, "  sign_name: s\n"))
                        .getFirst())
                .retry());
    }

    // Twilio

    private static Reply twilioRule(Received request) {
        String basic = "Basic "
                + java.util.Base64.getEncoder().encodeToString(("AC1:" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(request.header("authorization"))) {
            return Reply.of(401, "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}");
        }
        if ("GET".equals(request.method())) {
            return Reply.of(200, "{\"messages\":[],\"calls\":[]}");
        }
        Map<String, String> form = request.form();
        if (form.getOrDefault("Body", "").length() > 1600
                || form.getOrDefault("Twiml", "").length() > 4000) {
            return Reply.of(400, "{\"code\":21658,\"status\":400}");
        }
        return Reply.of(201, "{\"sid\":\"SM1\",\"status\":\"queued\"}");
    }

    private static String twilio(ServiceFake fake, String kind, String token) {
        return kind + ": [{provider: twilio, url: '" + fake.url() + "', account_sid: AC1, auth_token: " + token
                + ", from: '+15005550006', to: ['+8613900001234'], language: zh-CN}]\n";
    }

    @Test
    void twilioMessageIsShortAndItsCallAsksForAKey() throws InterruptedException {
        ServiceFake fake = fake(ExtensionChannelsTest::twilioRule);

        assertDelivered(send(all(twilio(fake, "sms_configs", SECRET)).getFirst(), many(200)));
        assertDelivered(send(all(twilio(fake, "voice_configs", SECRET)).getFirst(), FIRING));

        assertTrue(fake.received().getFirst().form().get("Body").startsWith("[FIRING:200] HighLatency c1"));
        String twiml = fake.received().getLast().form().get("Twiml");
        assertTrue(twiml.contains("action=\"http://router:9093/api/v1/voice/answer?delivery=key\""), twiml);
        assertTrue(twiml.contains("延迟 &lt;high&gt;") && twiml.contains("language=\"zh-CN\""), twiml);
    }

    @Test
    void twilioRefusalsAreUnderstood() throws InterruptedException {
        ServiceFake fake = fake(ExtensionChannelsTest::twilioRule);

        assertEquals(
                "authError",
                failed(all(twilio(fake, "sms_configs", TOKEN)).getFirst()).reason());
        fake.answer(400, "{\"code\":21211,\"message\":\"Invalid 'To'\",\"status\":400}");
        assertFalse(failed(all(twilio(fake, "sms_configs", SECRET)).getFirst()).retry());
        fake.answer(429, "{\"code\":20429,\"status\":429}");
        assertTrue(failed(all(twilio(fake, "sms_configs", SECRET)).getFirst()).retry());
    }

    @Test
    void twilioIsKnownByItsSignature() throws Exception {
        Twilio call = (Twilio)
                all("voice_configs: [{provider: twilio, account_sid: AC1, auth_token: test-auth-token, from: '+1', to:"
                                + " ['+8613900001234']}]\n")
                        .getFirst();
        String url = "https://alerts.example.com/api/v1/voice/ack?d=42&t=abc";
        Map<String, String> form = Map.of(
                "CallSid", "CA00000000000000000000000000000001",
                "Digits", "1",
                "From", "+15005550006",
                "To", "+8613900001234");

        assertTrue(call.signed(url, form, "rfwT24CcTbsBadad2QLAOc4RPnU="));
        assertFalse(call.signed(url.replace("42", "43"), form, "rfwT24CcTbsBadad2QLAOc4RPnU="));
        assertFalse(call.signed(url, form, "not base64"));
    }

    // Any other service

    private Channel http(ServiceFake fake, String more) {
        return all("http_configs:\n- url: '" + fake.url() + "/{{ .Status }}'\n" + more)
                .getFirst();
    }

    private final HttpSender local = new HttpSender(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            new AddressPolicy(List.of("127.0.0.1"), List.of(), false),
            "Alertmanager/0.34.0");

    private SendResult tell(
            Channel channel, io.modelwatch.alertrouter.receiver.Message message, Map<String, String> known)
            throws InterruptedException {
        return local.send(
                channel, message, new HttpSender.Attempt("key", 1, known, FollowUp.NEW, NOW, Duration.ofSeconds(5)));
    }

    @Test
    void anyServiceIsToldByARequestThatIsATemplate() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, "{\"errcode\":0,\"data\":{\"id\":\"i7\"}}"));
        Channel channel = http(fake, """
              method: PUT
              headers: {X-Group: '{{ .DedupKey }}'}
              query: {who: '{{ .Recipients }}'}
              recipients: [a, b]
              json: {count: '{{ len .Alerts }}', names: ['{{ .GroupLabels.alertname }}'], text: "{{ (index .Alerts 0).Annotations.summary }}"}
              sign: {type: hmac, key: %s, header: X-Sign, message: '{{ .Timestamp }}.{{ .Body }}'}
              success: {status: 200-299, body_json: {errcode: 0}}
              external_id: $.data.id
              resolve: {method: DELETE, url: '%s/items/{{ .ExternalID }}'}
            """.formatted(SECRET, fake.url()));

        SendResult.Delivered created = assertInstanceOf(SendResult.Delivered.class, tell(channel, FIRING, Map.of()));
        assertDelivered(tell(channel, RESOLVED, created.remember()));

        Received first = fake.received().getFirst();
        assertEquals("PUT /firing?who=a%2Cb", first.method() + " " + first.url());
        assertEquals(2, first.body().path("count").asInt(-1));
        assertEquals(DEDUP_KEY, first.header("x-group"));
        assertEquals(hmac("HmacSHA256", SECRET, NOW.getEpochSecond() + "." + first.text()), first.header("x-sign"));
        assertEquals(
                "DELETE /items/i7",
                fake.received().getLast().method() + " "
                        + fake.received().getLast().url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"errcode\":45009} | true",
                "200 | {\"errcode\":40001} | false",
                "418 | {} | true",
                "400 | {} | false",
                "503 | {} | true"
            })
    void answersMeanWhatIsConfigured(int status, String body, boolean retry) throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(status, body));
        Channel channel = http(
                fake,
                "  success: {status: '200', body_json: {errcode: [0, 1]}}\n"
                        + "  retry: {status: [418], body_json: {errcode: [-1, 45009]}}\n");

        SendResult.Failed failed = assertInstanceOf(SendResult.Failed.class, tell(channel, FIRING, Map.of()));

        assertEquals(retry, failed.retry());
    }

    @Test
    void anyServiceOnThisMachineMustBeAllowed() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, ""));

        SendResult.Failed refused = failed(http(fake, "  body: x\n"));

        assertTrue(refused.detail().contains("not allowed"), refused.detail());
        assertEquals(0, fake.received().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sms_configs: [{provider: carrier, to: ['13900001234']}] | must be aliyun or twilio",
                "sms_configs: [{provider: twilio, to: ['13900001234']}] | country's code",
                "sms_configs: [{provider: aliyun, to: [me]}] | must be a telephone number",
                "http_configs: [{body: x}] | one of url and url_file",
                "http_configs: [{url: 'http://x/', body: x, form: {}}] | at most one of body, json and form",
                "http_configs: [{url: 'http://x/', success: {status: [20]}}] | must be a status",
                "http_configs: [{url: 'http://x/', rates: [fast]}] | is no rate"
            })
    void badExtensionIsRefusedWithTheReason(String config, String reason) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> all(config));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }

    @Test
    void formsKeepTheirFields() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(204, ""));

        assertDelivered(tell(http(fake, "  form: {a: '{{ .Status }} & more', b: '中'}\n"), FIRING, Map.of()));

        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("a", "firing & more");
        wanted.put("b", "中");
        assertEquals(wanted, fake.received().getFirst().form());
    }
}
