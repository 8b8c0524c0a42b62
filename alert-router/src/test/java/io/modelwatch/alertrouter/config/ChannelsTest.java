package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Received;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.template.NotificationData;
import io.modelwatch.alertrouter.yaml.ConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each channel as configured, sent by the real sender, against a fake of its service. */
class ChannelsTest extends ChannelFixture {

    // Slack

    private static Channel slack(ServiceFake fake, String more) {
        return only(config(
                "slack_api_url: '" + fake.url() + "/services/" + TOKEN + "'",
                "slack_configs:\n- channel: '#ops'\n" + more));
    }

    @Test
    void slackGetsOneAttachmentWithTheShippedTexts() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, "ok"));

        SendResult result = send(slack(fake, "  fields: [{title: n, value: '{{ len .Alerts }}'}]\n"), FIRING);

        assertEquals(new SendResult.Delivered(), result);
        assertEquals("/services/" + TOKEN, fake.received().getFirst().url().getPath());
        JsonNode body = fake.last();
        assertEquals(Set.of("channel", "username", "attachments"), keys(body));
        JsonNode attachment = body.path("attachments").path(0);
        assertEquals("[FIRING:2] HighLatency c1", attachment.path("title").asText());
        assertEquals(
                "http://router:9093/#/alerts?receiver=oncall",
                attachment.path("title_link").asText());
        assertEquals("danger", attachment.path("color").asText());
        assertEquals("2", attachment.path("fields").path(0).path("value").asText());
        assertFalse(attachment.path("fields").path(0).path("short").asBoolean(true));
        assertEquals(
                Set.of(
                        "title",
                        "title_link",
                        "text",
                        "fallback",
                        "callback_id",
                        "footer",
                        "color",
                        "mrkdwn_in",
                        "fields"),
                keys(attachment));
    }

    @Test
    void slackTitleIsCutAtItsLimit() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, "{\"ok\":true}"));

        send(slack(fake, "  title: '" + "字".repeat(2000) + "'\n"), FIRING);

        assertEquals(
                "字".repeat(1023) + "…",
                fake.last().path("attachments").path(0).path("title").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"ok\":false,\"error\":\"ratelimited\"} | true | rateLimited",
                "200 | {\"ok\":false,\"error\":\"channel_not_found\"} | false | clientError",
                "200 | <html>proxy</html> | false | clientError",
                "403 | action_prohibited | false | authError",
                "404 | no_service | false | clientError",
                "500 | rollup_error | true | serverError"
            })
    void slackAnswersAreUnderstood(int status, String body, boolean retry, String reason) throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(status, body));

        SendResult.Failed failed = failed(slack(fake, ""));

        assertEquals(retry + " " + reason, failed.retry() + " " + failed.reason());
    }

    @Test
    void retryAfterIsObeyed() throws InterruptedException {
        ServiceFake fake = fake(request -> new Reply(429, "", Map.of("Retry-After", "30")));

        SendResult.Failed failed = failed(slack(fake, ""));

        assertEquals(
                new SendResult.Failed(true, Duration.ofSeconds(30), "rateLimited", "unexpected status code 429"),
                failed);
    }

    @Test
    void textThatCannotBeRenderedIsNotTriedAgain() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, "ok"));

        SendResult.Failed failed = failed(slack(fake, "  text: '{{ template \"missing\" . }}'\n"));

        assertFalse(failed.retry());
        assertTrue(failed.detail().contains("template \"missing\" not defined"), failed.detail());
        assertEquals(0, fake.received().size());
    }

    // PagerDuty

    /** Known key, required fields, and one incident for each dedup key. */
    private static final class PagerDutyRule implements java.util.function.Function<Received, Reply> {

        private final Map<String, Boolean> incidents = new HashMap<>();

        @Override
        public Reply apply(Received request) {
            JsonNode body = request.body();
            JsonNode payload = body.path("payload");
            boolean good = TOKEN.equals(body.path("routing_key").asText())
                    && Set.of("critical", "error", "warning", "info")
                            .contains(payload.path("severity").asText())
                    && !payload.path("summary").asText().isEmpty()
                    && !payload.path("source").asText().isEmpty()
                    && request.raw().length <= 512_000;
            if (!good) {
                return Reply.of(
                        400, "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[]}");
            }
            String key = body.path("dedup_key").asText();
            switch (body.path("event_action").asText()) {
                case "trigger" -> incidents.put(key, true);
                case "resolve" -> incidents.computeIfPresent(key, (same, before) -> false);
                default -> {
                    return Reply.of(400, "{\"status\":\"invalid event\"}");
                }
            }
            return Reply.of(
                    202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"" + key + "\"}");
        }
    }

    private static Channel pagerDuty(ServiceFake fake, String key, String more) {
        return only(config(
                "pagerduty_url: '" + fake.url() + "/v2/enqueue'",
                "pagerduty_configs:\n- routing_key: " + key + "\n" + more));
    }

    @Test
    void pagerDutyOpensOneIncidentForAGroupAndClosesIt() throws InterruptedException {
        PagerDutyRule rule = new PagerDutyRule();
        ServiceFake fake = fake(rule);
        Channel channel = pagerDuty(fake, TOKEN, "  details: {num_firing: many, own: '{{ .Status }}'}\n");

        assertEquals(new SendResult.Delivered(), send(channel, FIRING));
        assertEquals(new SendResult.Delivered(), send(channel, FIRING));
        assertEquals(Map.of(DEDUP_KEY, true), rule.incidents);
        assertEquals(new SendResult.Delivered(), send(channel, RESOLVED));

        assertEquals(Map.of(DEDUP_KEY, false), rule.incidents);
        JsonNode details = fake.received().getFirst().body().path("payload").path("custom_details");
        assertEquals(2, details.path("firing").size());
        assertEquals(
                "gpt-4o",
                details.path("firing").path(0).path("labels").path("model").asText());
        assertEquals(
                "many firing",
                details.path("num_firing").asText() + " " + details.path("own").asText());
        assertTrue(details.path("num_resolved").isInt());
    }

    @Test
    void pagerDutyEventThatIsTooLargeLosesItsDetailsOnly() throws InterruptedException {
        PagerDutyRule rule = new PagerDutyRule();
        ServiceFake fake = fake(rule);

        SendResult result = send(pagerDuty(fake, TOKEN, "  details: {big: '" + "x".repeat(600_000) + "'}\n"), FIRING);

        assertEquals(new SendResult.Delivered(), result);
        assertEquals(Set.of("error"), keys(fake.last().path("payload").path("custom_details")));
    }

    @Test
    void pagerDutyRefusalIsFinalAndThrottlingIsNot() throws InterruptedException {
        ServiceFake fake = fake(new PagerDutyRule());

        assertFalse(failed(pagerDuty(fake, "other", "")).retry());
        fake.answer(429, "");
        assertTrue(failed(pagerDuty(fake, TOKEN, "")).retry());
    }

    // DingTalk

    private static String hmac(String key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks the signature as the service does: decoded once, in milliseconds, at most an hour old; and the size. */
    private static Reply dingTalkRule(Received request) {
        Map<String, String> query = new HashMap<>();
        for (String pair : request.url().getRawQuery().split("&")) {
            query.put(
                    pair.substring(0, pair.indexOf('=')),
                    URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
        }
        String timestamp = query.getOrDefault("timestamp", "0");
        if (!TOKEN.equals(query.get("access_token"))) {
            return Reply.of(200, "{\"errcode\":400101,\"errmsg\":\"token is not exist\"}");
        }
        if (Math.abs(NOW.toEpochMilli() - Long.parseLong(timestamp)) > 3_600_000) {
            return Reply.of(200, "{\"errcode\":310000,\"errmsg\":\"invalid timestamp\"}");
        }
        if (!hmac(SECRET, timestamp + "\n" + SECRET).equals(query.get("sign"))) {
            return Reply.of(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}");
        }
        if (request.raw().length > 20_000) {
            return Reply.of(200, "{\"errcode\":460101,\"errmsg\":\"message too long\"}");
        }
        String text = request.body().path("markdown").path("text").asText()
                + request.body().path("text").path("content").asText();
        return text.contains("告警")
                ? Reply.of(200, "{\"errcode\":0,\"errmsg\":\"ok\"}")
                : Reply.of(200, "{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}");
    }

    private static Channel dingTalk(ServiceFake fake, String secret, String more) {
        return extension("dingtalk_configs:\n- url: '" + fake.url() + "/robot/send'\n  access_token: " + TOKEN
                + "\n  secret: " + secret + "\n  keyword: 告警\n" + more);
    }

    @Test
    void dingTalkGetsASignedMarkdownMessageThatCallsPeople() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::dingTalkRule);

        SendResult result = send(dingTalk(fake, SECRET, "  at_mobiles: ['13900001234']\n"), FIRING);

        assertEquals(new SendResult.Delivered(), result);
        JsonNode markdown = fake.last().path("markdown");
        assertEquals("[FIRING:2] HighLatency c1", markdown.path("title").asText());
        assertTrue(markdown.path("text").asText().contains("@13900001234"), markdown.toString());
        assertEquals(
                "13900001234", fake.last().path("at").path("atMobiles").path(0).asText());
    }

    @Test
    void everyInstantGivesASignatureThatDingTalkTakes() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::dingTalkRule);
        Channel channel = dingTalk(fake, SECRET, "");

        for (int i = 0; i < 40; i++) {
            assertEquals(
                    new SendResult.Delivered(),
                    sender.send(channel, FIRING, "key", NOW.plusMillis(i), Duration.ofSeconds(5)));
        }
    }

    @Test
    void dingTalkMessageThatIsTooLongNamesFewerAlerts() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::dingTalkRule);
        NotificationData.Alert[] many = new NotificationData.Alert[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = alert(true, "model-" + i);
        }

        assertEquals(new SendResult.Delivered(), send(dingTalk(fake, SECRET, ""), message(many)));

        String text = fake.last().path("markdown").path("text").asText();
        assertTrue(text.contains("model-0") && !text.contains("model-499"), text);
        assertTrue(text.matches("(?s).*\\+ \\d+: http://router:9093.*"), text);
    }

    @Test
    void dingTalkRefusesAWrongSecretAndThatIsFinal() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::dingTalkRule);

        SendResult.Failed failed = failed(dingTalk(fake, "SEC-other", ""));

        assertFalse(failed.retry());
        assertTrue(failed.detail().contains("sign not match"), failed.detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errcode\":-1,\"errmsg\":\"busy\"} | true | 0",
                "{\"errcode\":130101,\"errmsg\":\"send too fast\"} | true | 60",
                "{\"status\":1111,\"wait\":90,\"punish\":\"deny\"} | true | 90",
                "{\"errcode\":400102,\"errmsg\":\"robot disabled\"} | false | 0",
                "<html></html> | false | 0"
            })
    void dingTalkAnswersAreUnderstood(String body, boolean retry, int wait) throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, body));

        SendResult.Failed failed = failed(dingTalk(fake, SECRET, ""));

        assertEquals(retry, failed.retry());
        assertEquals(Duration.ofSeconds(wait), failed.after());
    }

    // Feishu

    private static Reply feishuRule(Received request) {
        JsonNode body = request.body();
        String timestamp = body.path("timestamp").asText();
        boolean fresh = body.path("timestamp").isTextual()
                && Math.abs(NOW.getEpochSecond() - Long.parseLong(timestamp)) <= 3600;
        if (!fresh
                || !hmac(timestamp + "\n" + SECRET, "").equals(body.path("sign").asText())) {
            return Reply.of(200, "{\"code\":19021,\"msg\":\"sign match fail or timestamp is not within one hour\"}");
        }
        if (request.raw().length > 20 * 1024) {
            return Reply.of(200, "{\"code\":19036,\"msg\":\"too big\"}");
        }
        boolean known = "interactive".equals(body.path("msg_type").asText())
                ? Set.of("schema", "config", "header", "body").equals(keys(body.path("card")))
                : body.path("content").has("text");
        return known
                ? Reply.of(200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}")
                : Reply.of(200, "{\"code\":9499,\"msg\":\"Bad Request\"}");
    }

    private static Channel feishu(ServiceFake fake, String secret, String more) {
        return extension("feishu_configs:\n- webhook_url: '" + fake.url() + "/open-apis/bot/v2/hook/" + TOKEN
                + "'\n  secret: " + secret + "\n" + more);
    }

    @Test
    void feishuGetsASignedCardWhoseColourTellsTheState() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::feishuRule);
        Channel channel = feishu(fake, SECRET, "  at_all: true\n");

        assertEquals(new SendResult.Delivered(), send(channel, FIRING));
        assertEquals(new SendResult.Delivered(), send(channel, message(alert(true, "a"), alert(false, "b"))));
        assertEquals(new SendResult.Delivered(), send(channel, RESOLVED));

        assertEquals(
                List.of("red", "orange", "green"),
                fake.received().stream()
                        .map(each -> each.body()
                                .path("card")
                                .path("header")
                                .path("template")
                                .asText())
                        .toList());
        JsonNode element =
                fake.last().path("card").path("body").path("elements").path(0);
        assertTrue(element.path("content").asText().endsWith("<at id=all></at>"), element.toString());
    }

    @Test
    void feishuTakesPlainTextsToo() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::feishuRule);

        assertEquals(
                new SendResult.Delivered(),
                send(feishu(fake, SECRET, "  message_type: text\n  at_user_ids: [ou_x]\n"), FIRING));

        assertTrue(fake.last().path("content").path("text").asText().endsWith("<at user_id=\"ou_x\"></at>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"code\":11232,\"msg\":\"frequency limited\"} | true | 5",
                "429 | {\"code\":11232} | true | 5",
                "200 | {\"code\":19024,\"msg\":\"Key Words Not Found\"} | false | 0",
                "502 | bad gateway | true | 0"
            })
    void feishuAnswersAreUnderstood(int status, String body, boolean retry, int wait) throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(status, body));

        SendResult.Failed failed = failed(feishu(fake, SECRET, ""));

        assertEquals(retry, failed.retry());
        assertEquals(Duration.ofSeconds(wait), failed.after());
    }

    @Test
    void feishuRefusesAWrongSecret() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::feishuRule);

        assertFalse(failed(feishu(fake, "other", "")).retry());
    }

    // WeCom

    /** Known key; sizes of the texts in bytes. */
    private static Reply weComRule(Received request) {
        JsonNode body = request.body();
        String content =
                body.path(body.path("msgtype").asText()).path("content").asText();
        int most = "markdown".equals(body.path("msgtype").asText()) ? 4096 : 2048;
        if (!("key=" + TOKEN).equals(request.url().getRawQuery())) {
            return Reply.of(200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}");
        }
        return content.getBytes(StandardCharsets.UTF_8).length <= most && !content.isEmpty()
                ? Reply.of(200, "{\"errcode\":0,\"errmsg\":\"ok\"}")
                : Reply.of(200, "{\"errcode\":40058,\"errmsg\":\"content exceed max length\"}");
    }

    private static Channel weCom(ServiceFake fake, String more) {
        return extension("wecom_robot_configs:\n- url: '" + fake.url() + "/cgi-bin/webhook/send'\n  key: " + TOKEN
                + "\n" + more);
    }

    @ParameterizedTest
    @CsvSource({"markdown, 1365", "markdown, 1366", "markdown, 9000", "text, 682", "text, 683", "text, 9000"})
    void weComTextIsAsLongAsItsBytesAllow(String type, int characters) throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::weComRule);

        SendResult result =
                send(weCom(fake, "  message_type: " + type + "\n  text: '" + "字".repeat(characters) + "'\n"), RESOLVED);

        assertEquals(new SendResult.Delivered(), result);
    }

    @Test
    void weComMarkdownCallsPeopleInTheText() throws InterruptedException {
        ServiceFake fake = fake(ChannelsTest::weComRule);

        assertEquals(new SendResult.Delivered(), send(weCom(fake, "  at_user_ids: [zhang]\n"), FIRING));

        assertTrue(fake.last().path("markdown").path("content").asText().endsWith("\n<@zhang>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"} | true | 60",
                "{\"errcode\":-1,\"errmsg\":\"system busy\"} | true | 0",
                "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"} | false | 0"
            })
    void weComAnswersAreUnderstood(String body, boolean retry, int wait) throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(200, body));

        SendResult.Failed failed = failed(weCom(fake, ""));

        assertEquals(retry, failed.retry());
        assertEquals(Duration.ofSeconds(wait), failed.after());
    }

    // Teams

    @Test
    void teamsGetsAnAdaptiveCardThatIsNotTooLarge() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(request.raw().length > 28 * 1024 ? 413 : 202, ""));
        Channel channel = only(
                config("", "msteamsv2_configs:\n- webhook_url: '" + fake.url() + "/workflows?sig=" + TOKEN + "'\n"));
        NotificationData.Alert[] many = new NotificationData.Alert[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = alert(true, "model-" + i);
        }

        assertEquals(new SendResult.Delivered(), send(channel, message(many)));
        assertEquals(new SendResult.Delivered(), send(channel, RESOLVED));

        assertEquals("sig=" + TOKEN, fake.received().getFirst().url().getRawQuery());
        JsonNode first = fake.received().getFirst().body().path("attachments").path(0);
        assertEquals(
                "application/vnd.microsoft.card.adaptive",
                first.path("contentType").asText());
        assertTrue(first.path("contentUrl").isNull());
        assertEquals(
                "Attention",
                first.path("content").path("body").path(0).path("color").asText());
        assertEquals(
                "Good",
                fake.last()
                        .path("attachments")
                        .path(0)
                        .path("content")
                        .path("body")
                        .path(0)
                        .path("color")
                        .asText());
        fake.answer(413, "too large");
        assertFalse(failed(channel).retry());
    }

    // Configuration

    @Test
    void effectiveConfigurationShowsChannelsWithoutSecretsAndNoneThatAmtoolDoesNotKnow() {
        RouterConfig config = config(
                "slack_api_url: 'https://hooks.slack.com/services/" + TOKEN + "'",
                "slack_configs:\n- channel: '#ops'\n  actions: [{type: button, text: go, url: 'http://x'}]\n"
                        + "pagerduty_configs:\n- routing_key: " + TOKEN + "\n");
        RouterConfig extended = ConfigReader.withChannels(
                config,
                "receivers:\n- name: oncall\n  dingtalk_configs: [{access_token: " + TOKEN + ", secret: " + SECRET
                        + "}]\n",
                Path.of("/etc"));

        String effective = extended.effective();

        assertEquals(3, extended.receivers().get("oncall").integrations().size());
        assertFalse(effective.contains(TOKEN) || effective.contains(SECRET), effective);
        assertFalse(effective.contains("dingtalk"), effective);
        assertTrue(effective.contains("api_url: <secret>") && effective.contains("routing_key: <secret>"), effective);
        assertFalse(extended.toString().contains(TOKEN) || extended.toString().contains(SECRET));
        assertTrue(extended.hash() != config.hash());
    }

    @Test
    void amtoolParsesTheEffectiveConfiguration() {
        RouterConfig config = config(
                "slack_api_url: 'https://hooks.slack.com/services/x'",
                "slack_configs:\n- channel: '#ops'\n  fields: [{title: a, value: b}]\n"
                        + "  actions: [{type: button, text: go, name: n, confirm: {text: sure}}]\n"
                        + "pagerduty_configs:\n- routing_key: k\n  source: s\n  links: [{href: 'http://x', text: t}]\n"
                        + "  details: {tree: {a: 1}}\n");

        AmtoolCheck.parses(config.effective());
    }

    @Test
    void variablesOfTheEnvironmentTakeThePlaceOfReferences() {
        String path = System.getenv("PATH");

        RouterConfig read =
                config("", "slack_configs: [{api_url: 'http://x/', channel: '${env:PATH} $${x} {{ $y := 1 }}'}]");

        assertTrue(read.effective().contains(path), read.effective());
        ConfigException missing = assertThrows(
                ConfigException.class, () -> config("", "slack_configs:\n- api_url: '${env:MODELWATCH_NOT_SET_9}'\n"));
        assertEquals("line 6: the environment variable MODELWATCH_NOT_SET_9 is not set", missing.reason());
    }

    @Test
    void channelsOfAReceiverThatIsNotThereAreRefused() {
        ConfigException refusal = assertThrows(
                ConfigException.class,
                () -> ConfigReader.withChannels(
                        config("", ""), "receivers:\n- name: other\n  feishu_configs: []\n", Path.of("/etc")));

        assertTrue(refusal.reason().startsWith("line 2: receivers[0].name: the receiver \"other\""), refusal.reason());
    }

    @Test
    void cutTextsStayWhole() {
        assertEquals("中文", Cut.bytes("中文", 6));
        assertEquals("中…", Cut.bytes("中文字", 8));
        assertEquals("ab", Cut.runes("ab", 2));
        assertEquals("a😀b…", Cut.runes("a😀bcdef", 4));
    }
}
