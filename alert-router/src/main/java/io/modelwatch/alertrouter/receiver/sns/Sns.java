package io.modelwatch.alertrouter.receiver.sns;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.AwsSignature;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Signature;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells by Amazon SNS.
 *
 * @param url of the service, a template; empty for that of the region
 * @param region of the service
 * @param credentials for it
 * @param targetKey the field that says to whom: TopicArn, PhoneNumber or TargetArn
 * @param to whom, a template
 * @param subject a template; empty for none
 * @param text a template
 * @param attributes of the message, templates
 */
public record Sns(
        ChannelBasics basics,
        String url,
        String region,
        AwsCredentials credentials,
        String targetKey,
        String to,
        String subject,
        String text,
        Map<String, String> attributes)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "sns";

    private static final int MAX_BYTES = 262_144;
    private static final int MAX_PHONE_BYTES = 1600;
    private static final int MAX_SUBJECT = 100;
    private static final int PRINTABLE_FROM = ' ';
    private static final int PRINTABLE_TO = '~';
    private static final Set<String> PASSING =
            Set.of("Throttling", "ThrottledException", "InternalError", "InternalFailure", "ServiceUnavailable");
    private static final Map<String, String> TARGETS =
            Map.of("topic_arn", "TopicArn", "phone_number", "PhoneNumber", "target_arn", "TargetArn");

    public Sns {
        attributes = Map.copyOf(attributes);
    }

    /** Reads one element of {@code sns_configs}. */
    public static Sns read(ChannelYaml yaml) {
        YamlMap map = yaml.map();
        List<String> targets =
                TARGETS.keySet().stream().filter(map::has).sorted().toList();
        if (targets.size() != 1) {
            throw map.self().error("must provide exactly one of target_arn, topic_arn and phone_number for SNS config");
        }
        String key = targets.getFirst();
        map.require(key).nonEmptyText();
        String to = yaml.template(key, "");
        YamlMap sigv4 = map.get("sigv4", Yaml::map, map.self().emptyMap());
        String region = sigv4.get("region", Yaml::nonEmptyText, "");
        Secret access = ReceiverReader.secret(sigv4, "access_key", yaml.directory());
        Secret secret = ReceiverReader.secret(sigv4, "secret_key", yaml.directory());
        if ((access == null) != (secret == null)) {
            throw sigv4.self().error("must provide a AWS SigV4 Access key and Secret Key if credentials are specified");
        }
        String profile = sigv4.get("profile", Yaml::text, "");
        String role = sigv4.get("role_arn", Yaml::text, "");
        sigv4.noOthers();
        if (region.isEmpty()) {
            String fromEnvironment = System.getenv("AWS_REGION");
            region = fromEnvironment == null ? regionOf(to) : fromEnvironment;
        }
        if (region.isEmpty()) {
            throw map.self().error("sigv4.region is missing");
        }
        Yaml attributes = map.get("attributes");
        Sns read = new Sns(
                yaml.basics(true),
                yaml.template("api_url", ""),
                region,
                new AwsCredentials(
                        access == null || secret == null
                                ? Optional.empty()
                                : Optional.of(new AwsCredentials.Inline(access, secret)),
                        profile,
                        role,
                        URI.create("https://sts." + region + ".amazonaws.com/")),
                TARGETS.getOrDefault(key, key),
                to,
                yaml.template("subject", "{{ template \"sns.default.subject\" . }}"),
                yaml.template("message", "{{ template \"sns.default.message\" . }}"),
                attributes == null ? Map.of() : yaml.flat(attributes));
        map.noOthers();
        return read;
    }

    /** The region that a name of Amazon's names; empty when it is none. */
    private static String regionOf(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length > 3 && "arn".equals(parts[0]) ? parts[3] : "";
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        UnaryOperator<String> render = basics.renderer(message);
        String address = render.apply(url);
        URI service = ReceiverReader.checked(address.isEmpty() ? "https://sns." + region + ".amazonaws.com/" : address);
        Request request = Request.form(service, form(message, render, exchange.key()));
        Answer answer = exchange.ask(
                AwsSignature.signed(request, credentials.get(exchange, region), region, "sns", exchange.now()));
        if (answer.isOk()) {
            return new SendResult.Delivered();
        }
        String code = element(answer.body(), "Code");
        return PASSING.contains(code)
                ? answer.refused(true, Duration.ZERO, code.startsWith("Thrott") ? "rateLimited" : "serverError")
                : answer.failed();
    }

    private Map<String, String> form(Message message, UnaryOperator<String> render, String key) {
        boolean phone = "PhoneNumber".equals(targetKey);
        String full = render.apply(text);
        String content = Cut.fitting(
                message,
                phone ? MAX_PHONE_BYTES : MAX_BYTES,
                each -> basics.templates().render("", text, each.data()),
                each -> each);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "Publish");
        form.put("Version", "2010-03-31");
        String whom = render.apply(to);
        form.put(targetKey, whom);
        form.put("Message", content.isEmpty() ? "(no details)" : content);
        String clean = plain(render.apply(subject));
        if (!clean.isEmpty() && !phone) {
            form.put("Subject", clean);
        }
        Map<String, String> all = new LinkedHashMap<>();
        attributes.forEach((name, value) -> all.put(name, render.apply(value)));
        if (!content.equals(full)) {
            all.put("truncated", "true");
        }
        int number = 1;
        for (Map.Entry<String, String> each : all.entrySet()) {
            String prefix = "MessageAttributes.entry." + number++ + ".";
            form.put(prefix + "Name", each.getKey());
            form.put(prefix + "Value.DataType", "String");
            form.put(prefix + "Value.StringValue", each.getValue());
        }
        if (whom.endsWith(".fifo")) {
            // Another id for each notification, or the service would drop a change within five minutes.
            form.put("MessageDeduplicationId", Signature.sha256(message.groupKey() + key));
            form.put("MessageGroupId", message.dedupKey());
        }
        return form;
    }

    /** Subjects are plain ASCII, not too long, and begin with a letter, a digit or a mark. */
    private static String plain(String subject) {
        StringBuilder plain = new StringBuilder();
        subject.codePoints()
                .forEach(c -> plain.append(c >= PRINTABLE_FROM && c <= PRINTABLE_TO ? (char) c : c < ' ' ? ' ' : '?'));
        String text = plain.toString().strip();
        return text.length() <= MAX_SUBJECT ? text : text.substring(0, MAX_SUBJECT - 3) + "...";
    }

    /** The text of an element of XML; empty when there is none. */
    static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">");
        int end = xml.indexOf("</" + name + ">", Math.max(start, 0));
        return start < 0 || end < 0 ? "" : xml.substring(start + name.length() + 2, end);
    }

    @Override
    public String target() {
        return region + to;
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("send_resolved", basics.sendResolved());
        map.put("api_url", url);
        Map<String, Object> sigv4 = new LinkedHashMap<>();
        sigv4.put("region", region);
        credentials.keys().ifPresent(keys -> {
            sigv4.put("access_key", Secret.MASK);
            sigv4.put("secret_key", Secret.MASK);
        });
        if (!credentials.profile().isEmpty()) {
            sigv4.put("profile", credentials.profile());
        }
        if (!credentials.role().isEmpty()) {
            sigv4.put("role_arn", credentials.role());
        }
        map.put("sigv4", sigv4);
        TARGETS.forEach((key, field) -> {
            if (field.equals(targetKey)) {
                map.put(key, to);
            }
        });
        map.put("subject", subject);
        map.put("message", text);
        map.put("attributes", attributes);
        return Optional.of(map);
    }
}
