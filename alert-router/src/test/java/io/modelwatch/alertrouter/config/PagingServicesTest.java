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
import io.modelwatch.alertrouter.receiver.pushover.Pushover;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Services that page people, against fakes that keep what a person would see. */
class PagingServicesTest extends ChannelFixture {

    // OpsGenie

    /** One open alert for each alias; a second one of the same alias raises its count. */
    private static final class OpsGenieRule implements Function<Received, Reply> {

        private final Map<String, Integer> open = new HashMap<>();
        private final Map<String, String> messages = new HashMap<>();

        @Override
        public Reply apply(Received request) {
            if (!("GenieKey " + TOKEN).equals(request.header("authorization"))) {
                return Reply.of(401, "{\"message\":\"Key format is not valid!\"}");
            }
            String path = request.url().getPath();
            JsonNode body = request.body();
            if ("/v2/alerts".equals(path) && "POST".equals(request.method())) {
                String message = body.path("message").asText();
                int details = 0;
                for (JsonNode each : body.path("details")) {
                    details += each.asText().length();
                }
                if (message.isEmpty()
                        || message.length() > 130
                        || details > 8000
                        || body.path("description").asText().length() > 15_000) {
                    return Reply.of(422, "{\"message\":\"Request body is not processable\"}");
                }
                open.merge(body.path("alias").asText(), 1, Integer::sum);
                messages.putIfAbsent(body.path("alias").asText(), message);
                return accepted();
            }
            String alias = path.split("/")[3];
            if (!"identifierType=alias".equals(request.url().getRawQuery())) {
                return Reply.of(422, "{\"message\":\"identifierType\"}");
            }
            if (path.endsWith("/close")) {
                open.remove(alias);
            } else if (path.endsWith("/message") && "PUT".equals(request.method())) {
                messages.put(alias, body.path("message").asText());
            }
            return accepted();
        }

        private static Reply accepted() {
            return Reply.of(202, "{\"result\":\"Request will be processed\",\"requestId\":\"r1\"}");
        }
    }

    private static Channel opsGenie(ServiceFake fake, String key, String more) {
        return only(config(
                "opsgenie_api_url: '" + fake.url() + "', opsgenie_api_key: " + key,
                "opsgenie_configs:\n- tags: 'a, ,b'\n" + more));
    }

    @Test
    void opsGenieAlertIsOpenedOnceAndClosed() throws InterruptedException {
        OpsGenieRule rule = new OpsGenieRule();
        ServiceFake fake = fake(rule);
        Channel channel = opsGenie(
                fake,
                TOKEN,
                "  details: {big: '" + "x".repeat(9000) + "'}\n"
                        + "  responders: [{name: 'db, web', type: teams}, {username:"
                        + " '{{ .GroupLabels.nobody }}', type: user}]\n");

        assertDelivered(send(channel, FIRING));
        assertDelivered(send(channel, FIRING));
        assertEquals(Map.of(DEDUP_KEY, 2), rule.open);
        JsonNode body = fake.last();
        assertEquals("[\"a\",\"b\"]", body.path("tags").toString());
        assertEquals(
                "[{\"name\":\"db\",\"type\":\"team\"},{\"name\":\"web\",\"type\":\"team\"}]",
                body.path("responders").toString());
        assertDelivered(send(channel, RESOLVED));

        assertEquals(Map.of(), rule.open);
    }

    @Test
    void opsGenieMessageOfAnOpenAlertIsKeptUpToDate() throws InterruptedException {
        OpsGenieRule rule = new OpsGenieRule();
        ServiceFake fake = fake(rule);
        Channel channel = opsGenie(
                fake, TOKEN, "  update_alerts: true\n  message: '{{ len .Alerts }} " + "字".repeat(200) + "'\n");

        assertDelivered(send(channel, FIRING));
        assertDelivered(send(channel, many(3)));

        assertEquals("3 " + "字".repeat(127) + "…", rule.messages.get(DEDUP_KEY));
    }

    @Test
    void opsGenieRefusalIsFinalAndThrottlingIsNot() throws InterruptedException {
        ServiceFake fake = fake(new OpsGenieRule());

        assertFalse(failed(opsGenie(fake, "other", "")).retry());
        fake.answer(429, "{\"message\":\"You are making too many requests!\"}");
        assertTrue(failed(opsGenie(fake, TOKEN, "")).retry());
    }

    // VictorOps

    @Test
    void victorOpsIncidentFollowsItsEntity() throws InterruptedException {
        Map<String, String> states = new HashMap<>();
        ServiceFake fake = fake(request -> {
            if (!("/alert/" + TOKEN + "/team").equals(request.url().getPath())) {
                return Reply.of(404, "");
            }
            JsonNode body = request.body();
            String type = body.path("message_type").asText();
            if (!Set.of("INFO", "WARNING", "CRITICAL", "RECOVERY").contains(type)) {
                return Reply.of(200, "{\"result\":\"failure\",\"message\":\"message_type\"}");
            }
            states.put(body.path("entity_id").asText(), type);
            return Reply.of(200, "{\"result\":\"success\",\"entity_id\":\"x\"}");
        });
        Channel channel = only(config(
                "victorops_api_url: '" + fake.url() + "/alert/', victorops_api_key: " + TOKEN,
                "victorops_configs:\n"
                        + "- routing_key: '{{ \"team\" }}'\n"
                        + "  message_type: odd\n"
                        + "  custom_fields: {n: '{{ len .Alerts }}'}\n"));

        assertDelivered(send(channel, FIRING));
        assertEquals(Map.of(DEDUP_KEY, "CRITICAL"), states);
        assertEquals("2", fake.last().path("n").asText());
        assertDelivered(send(channel, RESOLVED));

        assertEquals(Map.of(DEDUP_KEY, "RECOVERY"), states);
        fake.answer(200, "{\"result\":\"failure\",\"message\":\"no\"}");
        assertFalse(failed(channel).retry());
    }

    // Pushover

    /** Alarms that ring until they are stopped. */
    private static final class PushoverRule implements Function<Received, Reply> {

        private final List<String> ringing = new ArrayList<>();
        private int count;

        @Override
        public Reply apply(Received request) {
            Map<String, String> form = request.form();
            if (!TOKEN.equals(form.get("token"))) {
                return Reply.of(400, "{\"status\":0,\"errors\":[\"application token is invalid\"]}");
            }
            if (request.url().getPath().contains("/receipts/")) {
                ringing.remove(request.url().getPath().split("/")[3]);
                return Reply.of(200, "{\"status\":1,\"request\":\"q\"}");
            }
            boolean alarm = "2".equals(form.get("priority"));
            int retry = Integer.parseInt(form.getOrDefault("retry", "0"));
            int expire = Integer.parseInt(form.getOrDefault("expire", "0"));
            if (form.getOrDefault("message", "").isEmpty() || alarm && (retry < 30 || expire < 1 || expire > 10_800)) {
                return Reply.of(400, "{\"status\":0,\"errors\":[\"retry\"]}");
            }
            if (alarm) {
                ringing.add("r" + ++count);
            }
            return Reply.of(
                    200, alarm ? "{\"status\":1,\"request\":\"q\",\"receipt\":\"r" + count + "\"}" : "{\"status\":1}");
        }
    }

    private Channel pushover(ServiceFake fake, String token) {
        Pushover read = (Pushover) only(config("", "pushover_configs:\n- user_key: u\n  token: " + token + "\n"));
        return new Pushover(
                read.basics(),
                URI.create(fake.url() + "/1/"),
                read.user(),
                read.token(),
                read.texts(),
                read.retry(),
                read.expire(),
                read.ttl(),
                read.html(),
                read.monospace());
    }

    @Test
    void pushoverAlarmStopsRingingWhenTheAlertsAreResolved() throws InterruptedException {
        PushoverRule rule = new PushoverRule();
        Talk talk = new Talk(pushover(fake(rule), TOKEN), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));
        assertEquals(List.of("r1"), rule.ringing);
        assertDelivered(talk.tell(RESOLVED));

        assertEquals(List.of(), rule.ringing);
    }

    @Test
    void pushoverRefusalsAndUsedUpMonthsAreFinal() throws InterruptedException {
        ServiceFake fake = fake(new PushoverRule());

        assertFalse(failed(pushover(fake, "other")).retry());
        fake.answer(429, "{\"status\":0}");
        assertFalse(failed(pushover(fake, TOKEN)).retry());
        fake.answer(500, "");
        assertEquals(5, failed(pushover(fake, TOKEN)).after().toSeconds());
    }

    // SNS

    private static byte[] hmac(byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Recomputes the signature from what really came, then looks at target, sizes and subject. */
    private static Reply snsRule(Received request) {
        String authorization = request.header("authorization");
        String names = authorization.replaceFirst(".*SignedHeaders=([^,]+),.*", "$1");
        Map<String, String> signed = new TreeMap<>();
        for (String name : names.split(";")) {
            signed.put(name, request.header(name).strip());
        }
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(sha256(request.raw()));
        String date = request.header("x-amz-date");
        String scope = date.substring(0, 8) + "/eu-west-1/sns/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8), date.substring(0, 8));
        for (String part : List.of("eu-west-1", "sns", "aws4_request")) {
            key = hmac(key, part);
        }
        String wanted = "AWS4-HMAC-SHA256 Credential=AKID/" + scope + ", SignedHeaders=" + names + ", Signature="
                + HexFormat.of().formatHex(hmac(key, toSign));
        if (!wanted.equals(authorization)) {
            return error(403, "SignatureDoesNotMatch");
        }
        Map<String, String> form = request.form();
        String subject = form.getOrDefault("Subject", "s");
        boolean good = "Publish".equals(form.get("Action"))
                && form.containsKey("TopicArn")
                && form.get("Message").getBytes(StandardCharsets.UTF_8).length <= 262_144
                && subject.length() <= 100
                && subject.chars().allMatch(c -> c >= ' ' && c < 127)
                && form.get("TopicArn").endsWith(".fifo") == form.containsKey("MessageGroupId");
        return good
                ? Reply.of(
                        200,
                        "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>")
                : error(400, "InvalidParameter");
    }

    private static Reply error(int status, String code) {
        return Reply.of(
                status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code></Error></ErrorResponse>");
    }

    private static Channel sns(ServiceFake fake, String secret, String more) {
        return only(config(
                "",
                "sns_configs:\n- api_url: '" + fake.url()
                        + "'\n  sigv4: {region: eu-west-1, access_key: AKID, secret_key: " + secret + "}\n" + more));
    }

    @Test
    void snsTopicGetsSignedMessagesWhoseSubjectIsPlain() throws InterruptedException {
        ServiceFake fake = fake(PagingServicesTest::snsRule);
        Channel channel = sns(
                fake,
                SECRET,
                "  topic_arn: 'arn:aws:sns:eu-west-1:1:alerts'\n  subject: \"延迟\\nhigh " + "x".repeat(200)
                        + "\"\n  attributes: {status: '{{ .Status }}'}\n");

        assertDelivered(send(channel, FIRING));

        Map<String, String> form = fake.received().getFirst().form();
        assertEquals("status", form.get("MessageAttributes.entry.1.Name"));
        assertEquals("firing", form.get("MessageAttributes.entry.1.Value.StringValue"));
        assertTrue(form.get("Subject").startsWith("?? high xxx"), form.get("Subject"));
    }

    @Test
    void snsQueueInOrderGetsAnotherIdForEveryChange() throws InterruptedException {
        ServiceFake fake = fake(PagingServicesTest::snsRule);
        Talk talk = new Talk(sns(fake, SECRET, "  topic_arn: 'arn:aws:sns:eu-west-1:1:alerts.fifo'\n"), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(RESOLVED));

        List<String> ids = fake.received().stream()
                .map(each -> each.form().get("MessageDeduplicationId"))
                .distinct()
                .toList();
        assertEquals(2, ids.size());
        assertEquals(DEDUP_KEY, fake.received().getFirst().form().get("MessageGroupId"));
    }

    @Test
    void snsThrottlingIsTriedAgainAndAWrongKeyIsNot() throws InterruptedException {
        ServiceFake fake = fake(PagingServicesTest::snsRule);

        assertFalse(failed(sns(fake, "other", "  topic_arn: 'arn:aws:sns:eu-west-1:1:alerts'\n"))
                .retry());
        fake.answer(error(400, "Throttling"));
        assertTrue(failed(sns(fake, SECRET, "  topic_arn: 'arn:aws:sns:eu-west-1:1:alerts'\n"))
                .retry());
    }

    // Jira

    /** Issues with their labels and states; the search may lag behind. */
    private static final class JiraRule implements Function<Received, Reply> {

        private final Map<String, JsonNode> issues = new TreeMap<>();
        private final Map<String, Boolean> done = new TreeMap<>();
        private boolean lagging;

        @Override
        public Reply apply(Received request) {
            String path = request.url().getPath();
            if (path.equals("/rest/api/2/search")) {
                return Reply.of(200, "{\"issues\":[" + (lagging ? "" : found(request)) + "]}");
            }
            if (path.equals("/rest/api/2/issue")) {
                JsonNode fields = request.body().path("fields");
                if (fields.path("summary").asText().isEmpty()
                        || fields.path("summary").asText().length() > 255) {
                    return Reply.of(400, "{\"errors\":{\"summary\":\"too long\"}}");
                }
                String key = "OPS-" + (issues.size() + 1);
                issues.put(key, fields);
                done.put(key, false);
                return Reply.of(201, "{\"id\":\"1\",\"key\":\"" + key + "\"}");
            }
            String key = path.split("/")[5];
            if (path.endsWith("/transitions") && "GET".equals(request.method())) {
                return Reply.of(
                        200,
                        "{\"transitions\":[{\"id\":\"11\",\"name\":\"Close\"},{\"id\":\"12\",\"name\":\"Reopen\"}]}");
            }
            if (path.endsWith("/transitions")) {
                done.put(
                        key,
                        "11".equals(request.body().path("transition").path("id").asText()));
                return Reply.of(204, "");
            }
            if ("GET".equals(request.method())) {
                return Reply.of(200, issue(key));
            }
            issues.put(key, request.body().path("fields"));
            return Reply.of(204, "");
        }

        private String found(Received request) {
            String jql = request.body().path("jql").asText();
            boolean open = jql.contains("statusCategory != Done");
            for (String key : issues.keySet()) {
                String label = issues.get(key).path("labels").path(0).asText();
                boolean matches = jql.contains("labels=\"" + label + "\"") && jql.contains("project=\"OPS\"");
                if (matches && !(open && done.get(key))) {
                    return issue(key);
                }
            }
            return "";
        }

        private String issue(String key) {
            return "{\"key\":\"" + key + "\",\"fields\":{\"status\":{\"statusCategory\":{\"key\":\""
                    + (done.get(key) ? "done" : "new") + "\"}}}}";
        }
    }

    private static Channel jira(ServiceFake fake, String more) {
        return only(config(
                "jira_api_url: '" + fake.url() + "/rest/api/2'",
                "jira_configs:\n- project: OPS\n  issue_type: Bug\n  http_config: {basic_auth: {username: u, password: "
                        + SECRET + "}}\n  resolve_transition: Close\n" + more));
    }

    @Test
    void jiraHasOneIssueForAGroupWhichIsClosedAndOpenedAgain() throws InterruptedException {
        JiraRule rule = new JiraRule();
        Talk talk = new Talk(jira(fake(rule), "  reopen_transition: Reopen\n  reopen_duration: 1h\n"), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(many(300)));
        assertEquals(Map.of("OPS-1", false), rule.done);
        assertDelivered(talk.tell(RESOLVED));
        assertEquals(Map.of("OPS-1", true), rule.done);
        assertDelivered(talk.tell(FIRING));

        assertEquals(Map.of("OPS-1", false), rule.done);
        assertEquals(
                "ALERT{" + DEDUP_KEY + "}",
                rule.issues.get("OPS-1").path("labels").path(0).asText());
    }

    @Test
    void jiraIssueIsNotMadeTwiceThoughTheSearchLagsBehind() throws InterruptedException {
        JiraRule rule = new JiraRule();
        rule.lagging = true;
        Talk talk = new Talk(jira(fake(rule), ""), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));
        assertDelivered(talk.tell(FIRING));

        assertEquals(1, rule.issues.size());
    }

    @Test
    void jiraResolveOfNothingDoesNothing() throws InterruptedException {
        JiraRule rule = new JiraRule();

        assertDelivered(send(jira(fake(rule), ""), RESOLVED));

        assertEquals(Map.of(), rule.issues);
    }

    @Test
    void jiraTransitionThatIsMissingIsToldByItsName() throws InterruptedException {
        JiraRule rule = new JiraRule();
        Talk talk = new Talk(jiraWithout(rule), FollowUp.NEW);

        assertDelivered(talk.tell(FIRING));

        assertTrue(talk.tell(RESOLVED).toString().contains("no transition \"Vanish\""));
    }

    private Channel jiraWithout(JiraRule rule) {
        return only(config(
                "jira_api_url: '" + fake(rule).url() + "/rest/api/2'",
                "jira_configs:\n- project: OPS\n  issue_type: Bug\n  resolve_transition: Vanish\n"));
    }

    // PagerDuty, version 1

    @Test
    void pagerDutyTakesKeysOfVersionOneToo() throws InterruptedException {
        Map<String, String> incidents = new HashMap<>();
        ServiceFake fake = fake(request -> {
            if (!TOKEN.equals(request.body().path("service_key").asText())) {
                return Reply.of(400, "{\"status\":\"invalid event\"}");
            }
            incidents.put(
                    request.body().path("incident_key").asText(),
                    request.body().path("event_type").asText());
            return Reply.of(200, "{\"status\":\"success\"}");
        });
        Channel channel = only(
                config("", "pagerduty_configs:\n- service_key: " + TOKEN + "\n  url: '" + fake.url() + "/create'\n"));

        assertDelivered(send(channel, FIRING));
        assertEquals(Map.of(DEDUP_KEY, "trigger"), incidents);
        assertDelivered(send(channel, RESOLVED));

        assertEquals(Map.of(DEDUP_KEY, "resolve"), incidents);
        fake.answer(403, "");
        assertTrue(failed(channel).retry());
    }

    // incident.io

    @Test
    void incidentIoBodyIsCutBeforeTheServiceTakesItForAFlood() throws InterruptedException {
        ServiceFake fake = fake(request -> {
            if (!("Bearer " + TOKEN).equals(request.header("authorization"))) {
                return Reply.of(401, "");
            }
            return Reply.of(request.raw().length > 512 * 1024 ? 429 : 202, "{}");
        });
        Channel channel = only(config(
                "", "incidentio_configs:\n- url: '" + fake.url() + "/v2'\n  alert_source_token: " + TOKEN + "\n"));

        assertDelivered(send(channel, many(4000)));

        assertEquals("1", fake.last().path("version").asText());
        assertEquals(
                4000,
                fake.last().path("alerts").size()
                        + fake.last().path("truncatedAlerts").asInt());
    }
}
