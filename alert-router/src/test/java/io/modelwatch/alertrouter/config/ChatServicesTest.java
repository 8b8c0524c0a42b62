package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.ServiceFake;
import io.modelwatch.alertrouter.ServiceFake.Received;
import io.modelwatch.alertrouter.ServiceFake.Reply;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.SendResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services that show messages, against fakes that keep the messages as they stand after edits. */
class ChatServicesTest extends ChannelFixture {

    // Slack's web API

    /** Messages by their time, with what answers to them. */
    private static final class SlackRule implements Function<Received, Reply> {

        private final Map<String, String> heads = new LinkedHashMap<>();
        private final List<String> answers = new ArrayList<>();

        @Override
        public Reply apply(Received request) {
            if (!("Bearer " + TOKEN).equals(request.header("authorization"))) {
                return error("invalid_auth");
            }
            JsonNode body = request.body();
            String title = body.path("attachments").path(0).path("title").asText();
            if (request.url().getPath().endsWith("/chat.update")) {
                String ts = body.path("ts").asText();
                if (!heads.containsKey(ts) || !"C42".equals(body.path("channel").asText())) {
                    return error("message_not_found");
                }
                heads.put(ts, title);
                return ok(ts);
            }
            if (body.has("thread_ts")) {
                answers.add(body.path("thread_ts").asText() + " " + title);
                return ok("1700000099.000000");
            }
            String ts = "1700000000.000" + (100 + heads.size());
            heads.put(ts, title);
            return ok(ts);
        }

        private static Reply ok(String ts) {
            return Reply.of(200, "{\"ok\":true,\"channel\":\"C42\",\"ts\":\"" + ts + "\"}");
        }

        private static Reply error(String error) {
            return Reply.of(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
        }
    }

    private static Channel slackApp(ServiceFake fake, String more) {
        return only(config(
                "slack_app_token: " + TOKEN + ", slack_app_url: '" + fake.url() + "/api/chat.postMessage'",
                "slack_configs:\n- channel: '#ops'\n  send_resolved: true\n" + more));
    }

    @Test
    void slackMessageIsKeptUpToDateUntilItIsResolved() throws InterruptedException {
        SlackRule rule = new SlackRule();
        Talk talk = new Talk(slackApp(fake(rule), "  update_message: true\n"), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(many(3)));
        assertEquals(Map.of("1700000000.000100", "[FIRING:3] HighLatency c1"), rule.heads);
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(Map.of("1700000000.000100", "[RESOLVED] HighLatency c1"), rule.heads);
    }

    @Test
    void slackThreadTellsEveryChangeBelowItsHead() throws InterruptedException {
        SlackRule rule = new SlackRule();
        Talk talk = new Talk(slackApp(fake(rule), ""), FollowUp.THREAD);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(many(3)));
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(Map.of("1700000000.000100", "[RESOLVED] HighLatency c1"), rule.heads);
        assertEquals(
                List.of("1700000000.000100 [FIRING:3] HighLatency c1", "1700000000.000100 [RESOLVED] HighLatency c1"),
                rule.answers);
    }

    @Test
    void slackMessageThatIsGoneIsPostedAnew() throws InterruptedException {
        SlackRule rule = new SlackRule();
        Talk talk = new Talk(slackApp(fake(rule), "  update_message: true\n"), FollowUp.NEW);
        assertDelivered(talk.tell(FIRING));
        rule.heads.clear();

        assertDelivered(talk.tell(RESOLVED));

        assertEquals(List.of("[RESOLVED] HighLatency c1"), List.copyOf(rule.heads.values()));
    }

    // Telegram

    /** Messages by chat; the group -1 has become -1001. */
    private static final class TelegramRule implements Function<Received, Reply> {

        private final Map<String, String> messages = new LinkedHashMap<>();

        @Override
        public Reply apply(Received request) {
            String path = request.url().getPath();
            JsonNode body = request.body();
            if (!path.startsWith("/bot" + TOKEN + "/")) {
                return error(401, "Unauthorized", "");
            }
            String chat = body.path("chat_id").asText();
            String text = body.path("text").asText();
            if ("-1".equals(chat)) {
                return error(
                        400, "Bad Request: group chat was upgraded", ",\"parameters\":{\"migrate_to_chat_id\":-1001}");
            }
            if (text.replaceAll("<[^>]*>", "").replaceAll("&[^;]*;", "x").length() > 4096) {
                return error(400, "Bad Request: message is too long", "");
            }
            if ("HTML".equals(body.path("parse_mode").asText())
                    && !text.replaceAll("</?(b|i|u|s|code|pre)>", "").matches("(?s)[^<>]*")) {
                return error(400, "Bad Request: can't parse entities: Unsupported start tag", "");
            }
            if (path.endsWith("/editMessageText")) {
                String id = body.path("message_id").asText();
                if (text.equals(messages.get(id))) {
                    return error(400, "Bad Request: message is not modified", "");
                }
                messages.put(id, text);
                return Reply.of(200, "{\"ok\":true,\"result\":{\"message_id\":" + id + "}}");
            }
            String id = String.valueOf(messages.size() + 1);
            messages.put(id, text);
            return Reply.of(200, "{\"ok\":true,\"result\":{\"message_id\":" + id + ",\"chat\":{\"id\":" + chat + "}}}");
        }

        private static Reply error(int code, String description, String more) {
            return Reply.of(
                    code,
                    "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + description + "\"" + more + "}");
        }
    }

    private static Channel telegram(ServiceFake fake, String more) {
        return only(config(
                "telegram_api_url: '" + fake.url() + "'",
                "telegram_configs:\n- bot_token: " + TOKEN + "\n"
                        + (more.contains("chat_id") ? "" : "  chat_id: -1001\n") + more));
    }

    @Test
    void telegramTextIsEscapedAndAlertsAreLeftOutUntilItFits() throws InterruptedException {
        TelegramRule rule = new TelegramRule();
        ServiceFake fake = fake(rule);

        assertDelivered(send(telegram(fake, ""), many(500)));

        String text = rule.messages.get("1");
        assertTrue(text.contains("延迟 &lt;high&gt;") && text.contains("+ "), text);
        assertEquals("true", fake.last().path("disable_web_page_preview").textValue());
    }

    @Test
    void telegramMessageIsEditedAndAnEqualOneIsFine() throws InterruptedException {
        TelegramRule rule = new TelegramRule();
        Talk talk = new Talk(telegram(fake(rule), ""), FollowUp.UPDATE);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(Set.of("1"), rule.messages.keySet());
        assertTrue(rule.messages.get("1").startsWith("[RESOLVED]"), rule.messages.get("1"));
    }

    @Test
    void telegramGroupThatGotAnotherIdIsFollowedAndRemembered() throws InterruptedException {
        TelegramRule rule = new TelegramRule();
        Talk talk = new Talk(telegram(fake(rule), "  chat_id: -1\n"), FollowUp.UPDATE);

        assertDelivered(talk.tell(FIRING));

        assertEquals("-1001", talk.remembered().get("chat_id"));
    }

    @Test
    void telegramTextWithMarksThatAreNotTakenIsSentPlain() throws InterruptedException {
        TelegramRule rule = new TelegramRule();

        assertDelivered(send(telegram(fake(rule), "  message: '<blink>{{ .Status }}</blink>'\n"), FIRING));

        assertEquals(Map.of("1", "firing"), rule.messages);
    }

    @Test
    void telegramFloodIsWaitedOutAndAWrongTokenIsFinal() throws InterruptedException {
        ServiceFake fake = fake(new TelegramRule());
        fake.answer(
                429,
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after"
                        + " 14\",\"parameters\":{\"retry_after\":14}}");
        SendResult.Failed flood = failed(telegram(fake, ""));
        assertTrue(flood.retry());
        assertEquals(14, flood.after().toSeconds());

        fake.answer(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        assertFalse(failed(telegram(fake, "")).retry());
    }

    // Discord

    /** Messages by id; lengths as the service counts them. */
    private static final class DiscordRule implements Function<Received, Reply> {

        private final Map<String, String> messages = new LinkedHashMap<>();

        @Override
        public Reply apply(Received request) {
            JsonNode embed = request.body().path("embeds").path(0);
            int title = embed.path("title").asText().length();
            int description = embed.path("description").asText().length();
            if (title > 256
                    || description > 4096
                    || title + description > 6000
                    || request.body().path("content").asText().length() > 2000) {
                return Reply.of(400, "{\"code\":50035,\"message\":\"Invalid Form Body\"}");
            }
            if (!"[]"
                    .equals(request.body()
                            .path("allowed_mentions")
                            .path("parse")
                            .toString())) {
                return Reply.of(400, "{\"code\":1,\"message\":\"would call everyone\"}");
            }
            String path = request.url().getPath();
            if ("PATCH".equals(request.method())) {
                String id = path.substring(path.lastIndexOf('/') + 1);
                if (!messages.containsKey(id)) {
                    return Reply.of(404, "{\"code\":10008}");
                }
                messages.put(id, embed.path("title").asText());
                return Reply.of(200, "{\"id\":\"" + id + "\"}");
            }
            String id = "90" + messages.size();
            messages.put(id, embed.path("title").asText());
            return "true".equals(request.query().get("wait"))
                    ? Reply.of(200, "{\"id\":\"" + id + "\"}")
                    : Reply.of(204, "");
        }
    }

    private static Channel discord(ServiceFake fake, String more) {
        return only(config(
                "",
                "discord_configs:\n- webhook_url: '" + fake.url() + "/api/webhooks/1/" + TOKEN + "?thread_id=7'\n"
                        + more));
    }

    @Test
    void discordMessageIsCutAndEdited() throws InterruptedException {
        DiscordRule rule = new DiscordRule();
        ServiceFake fake = fake(rule);
        Talk talk = new Talk(discord(fake, "  content: '" + "😀".repeat(1500) + "'\n"), FollowUp.UPDATE);

        assertDelivered(talk.tell(many(500)));
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(Map.of("900", "[RESOLVED] HighLatency c1"), rule.messages);
        assertEquals(3_066_993, fake.last().path("embeds").path(0).path("color").asInt());
        assertEquals("7", fake.received().getLast().query().get("thread_id"));
    }

    @Test
    void discordTellsHowLongToWaitInFractions() throws InterruptedException {
        ServiceFake fake = fake(new DiscordRule());
        fake.answer(429, "{\"message\":\"You are being rate limited.\",\"retry_after\":0.65,\"global\":false}");

        assertEquals(650, failed(discord(fake, "")).after().toMillis());
    }

    // Webex

    @Test
    void webexMarkdownIsShortEnoughInBytesAndIsEdited() throws InterruptedException {
        Map<String, String> messages = new LinkedHashMap<>();
        ServiceFake fake = fake(request -> {
            String markdown = request.body().path("markdown").asText();
            if (!("Bearer " + TOKEN).equals(request.header("authorization"))) {
                return Reply.of(401, "{}");
            }
            if (markdown.getBytes(StandardCharsets.UTF_8).length > 7439
                    || !"room".equals(request.body().path("roomId").asText())) {
                return Reply.of(400, "{}");
            }
            String id = "PUT".equals(request.method())
                    ? request.url().getPath().substring("/v1/messages/".length())
                    : "m" + messages.size();
            messages.put(id, markdown);
            return Reply.of(200, "{\"id\":\"" + id + "\",\"roomId\":\"room\"}");
        });
        Channel channel = only(config(
                "webex_api_url: '" + fake.url() + "/v1/messages'",
                "webex_configs:\n- room_id: room\n  message: '{{ .Status }} " + "字".repeat(3000)
                        + "'\n  http_config: {authorization: {credentials: " + TOKEN + "}}\n"));
        Talk talk = new Talk(channel, FollowUp.UPDATE);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(Set.of("m0"), messages.keySet());
        assertTrue(messages.get("m0").startsWith("resolved 字"));
    }

    // Teams connector

    @Test
    void teamsConnectorTellsFailuresWithStatusOk() throws InterruptedException {
        ServiceFake fake = fake(request -> Reply.of(request.raw().length > 28_000 ? 413 : 200, "1"));
        Channel channel = only(config("", "msteams_configs:\n- webhook_url: '" + fake.url() + "/webhook'\n"));

        assertDelivered(send(channel, many(500)));
        assertEquals("MessageCard", fake.last().path("type").asText());
        assertEquals("8C1A1A", fake.last().path("themeColor").asText());
        fake.answer(
                200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429");
        assertTrue(failed(channel).retry());
        fake.answer(200, "Microsoft Teams endpoint returned HTTP error 413");
        assertFalse(failed(channel).retry());
    }

    // Rocket.Chat

    @ParameterizedTest
    @EnumSource(FollowUp.class)
    void rocketChatChangesAreToldAsWanted(FollowUp followUp) throws InterruptedException {
        Map<String, String> messages = new LinkedHashMap<>();
        ServiceFake fake = fake(request -> {
            if (!TOKEN.equals(request.header("x-auth-token")) || !"me".equals(request.header("x-user-id"))) {
                return Reply.of(401, "{\"status\":\"error\",\"message\":\"You must be logged in to do this.\"}");
            }
            JsonNode body = request.body();
            String title = body.path("attachments").path(0).path("title").asText();
            String id = request.url().getPath().endsWith("chat.update")
                    ? body.path("msgId").asText()
                    : "m" + messages.size();
            messages.put(id, (body.has("tmid") ? body.path("tmid").asText() + ">" : "") + title);
            return Reply.of(200, "{\"success\":true,\"message\":{\"_id\":\"" + id + "\",\"rid\":\"r\"}}");
        });
        Channel channel = only(config(
                "rocketchat_api_url: '" + fake.url() + "', rocketchat_token: " + TOKEN + ", rocketchat_token_id: me",
                "rocketchat_configs:\n- channel: '#ops'\n  actions: [{type: button, text: go, url: 'http://x'}]\n"));
        Talk talk = new Talk(channel, followUp);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(
                switch (followUp) {
                    case NEW -> List.of("[FIRING:2] HighLatency c1", "[RESOLVED] HighLatency c1");
                    case UPDATE -> List.of("[RESOLVED] HighLatency c1");
                    case THREAD -> List.of("[FIRING:2] HighLatency c1", "m0>[RESOLVED] HighLatency c1");
                },
                List.copyOf(messages.values()));
        fake.answer(200, "{\"success\":false,\"error\":\"Not allowed\"}");
        assertFalse(failed(channel).retry());
        fake.answer(400, "{\"success\":false,\"error\":\"Error, too many requests [error-too-many-requests]\"}");
        assertTrue(failed(channel).retry());
    }

    // Mattermost

    private static Reply mattermostRule(Received request) {
        Set<String> known = Set.of(
                "text", "channel", "username", "icon_url", "icon_emoji", "attachments", "type", "props", "priority");
        JsonNode body = request.body();
        boolean good = known.containsAll(keys(body))
                && body.path("text").asText().length() <= 16_383
                && body.path("attachments").path(0).path("text").asText().length() <= 16_383;
        return good
                ? Reply.of(200, "ok")
                : Reply.of(
                        400,
                        "{\"id\":\"web.incoming_webhook.parse.app_error\",\"message\":\"no\",\"status_code\":400}");
    }

    @Test
    void mattermostGetsOneAttachmentThatIsNotTooLong() throws InterruptedException {
        ServiceFake fake = fake(ChatServicesTest::mattermostRule);
        Channel channel = only(config(
                "mattermost_webhook_url: '" + fake.url() + "/hooks/" + TOKEN + "'",
                "mattermost_configs:\n"
                        + "- channel: ops\n"
                        + "  priority: {priority: urgent, requested_ack: true, persistent_notifications:"
                        + " true}\n"));

        assertDelivered(send(channel, many(1000)));

        JsonNode attachment = fake.last().path("attachments").path(0);
        assertEquals("danger", attachment.path("color").asText());
        assertFalse(fake.last().has("text"));
        assertTrue(fake.last().path("priority").path("persistent_notifications").asBoolean());
        fake.answer(200, "<html>");
        assertFalse(failed(channel).retry());
    }

    // WeCom application

    /** Tokens that run out, and partial delivery. */
    private static final class WeChatRule implements Function<Received, Reply> {

        private int issued;
        private String good = "";
        private String refusal = "";

        @Override
        public Reply apply(Received request) {
            Map<String, String> query = request.query();
            if (request.url().getPath().endsWith("/gettoken")) {
                if (!SECRET.equals(query.get("corpsecret"))) {
                    return Reply.of(200, "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}");
                }
                good = "t" + ++issued;
                return Reply.of(200, "{\"errcode\":0,\"access_token\":\"" + good + "\",\"expires_in\":7200}");
            }
            if (!refusal.isEmpty()) {
                String answer = refusal;
                refusal = "";
                return Reply.of(200, answer);
            }
            String content = request.body().path("text").path("content").asText();
            return !good.equals(query.get("access_token"))
                    ? Reply.of(200, "{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}")
                    : content.getBytes(StandardCharsets.UTF_8).length > 2048
                            ? Reply.of(200, "{\"errcode\":40058,\"errmsg\":\"too long\"}")
                            : Reply.of(
                                    200, "{\"errcode\":0,\"errmsg\":\"ok\",\"invaliduser\":\"gone\",\"msgid\":\"m\"}");
        }
    }

    private static Channel weChat(ServiceFake fake, String corporation) {
        return only(config(
                "wechat_api_url: '" + fake.url() + "/cgi-bin/', wechat_api_corp_id: " + corporation,
                "wechat_configs:\n- api_secret: " + SECRET + "\n  to_user: 'a|gone'\n  agent_id: '1000002'\n"));
    }

    @Test
    void weComApplicationKeepsItsTokenUntilItIsRefused() throws InterruptedException {
        WeChatRule rule = new WeChatRule();
        ServiceFake fake = fake(rule);
        Channel channel = weChat(fake, "corp1");

        assertDelivered(send(channel, many(200)));
        SendResult second = send(channel, FIRING);
        assertEquals(1, rule.issued);
        assertEquals("unknown users: gone", ((SendResult.Delivered) second).note());
        assertEquals("1000002", fake.last().path("agentid").textValue());

        rule.refusal = "{\"errcode\":42001,\"errmsg\":\"access_token expired\"}";
        assertTrue(failed(channel).retry());
        assertDelivered(send(channel, FIRING));

        assertEquals(2, rule.issued);
    }

    // Configuration

    @Test
    void everyKindOfAlertmanagerIsShownWithoutSecrets() {
        RouterConfig config = config(
                "smtp_smarthost: 'mail:25', smtp_from: a@b, smtp_auth_username: u, smtp_auth_password: " + SECRET
                        + ", opsgenie_api_key: " + SECRET + ", victorops_api_key: " + SECRET + ", wechat_api_secret: "
                        + SECRET
                        + ", wechat_api_corp_id: c, telegram_bot_token: '" + SECRET + "'",
                """
                email_configs: [{to: x@y, headers: {X-Priority: '1'}}]
                opsgenie_configs: [{responders: [{name: a, type: team}]}]
                victorops_configs: [{routing_key: r, custom_fields: {a: b}}]
                wechat_configs: [{}]
                telegram_configs: [{chat_id: 5}]
                pushover_configs: [{user_key: %1$s, token: %1$s}]
                discord_configs: [{webhook_url: 'https://d/%1$s'}]
                webex_configs: [{room_id: r, http_config: {authorization: {credentials: %1$s}}}]
                sns_configs: [{topic_arn: 'arn:aws:sns:eu-west-1:1:a', sigv4: {access_key: %1$s, secret_key: %1$s}}]
                jira_configs: [{api_url: 'https://j/rest/api/2', project: P, issue_type: T}]
                rocketchat_configs: [{token: %1$s, token_id: %1$s}]
                mattermost_configs: [{webhook_url: 'https://m/%1$s'}]
                incidentio_configs: [{url: 'https://i/', alert_source_token: %1$s}]
                msteams_configs: [{webhook_url: 'https://t/%1$s'}]
                slack_configs: [{app_token: %1$s}]
                webhook_configs: [{url: 'https://w/%1$s', payload: {a: ['{{ .Status }}']}}]
                """.formatted(SECRET));

        assertEquals(16, config.receivers().get("oncall").integrations().size());
        assertFalse(config.effective().contains(SECRET), config.effective());
        AmtoolCheck.parses(config.effective());
    }
}
