package io.modelwatch.alertrouter.receiver.phone;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells one telephone by Aliyun: a short message or a call whose text is a template that Aliyun has approved.
 *
 * @param call whether it is a call
 * @param url of the service
 * @param keyId of the account
 * @param keySecret of the account
 * @param number of the telephone
 * @param template its code at Aliyun
 * @param sign the name in front of a short message, or the number that a call shows
 * @param params of the template: templates, and how long each may be
 * @param playTimes how often a call says its text
 */
public record Aliyun(
        ChannelBasics basics,
        boolean call,
        URI url,
        Secret keyId,
        Secret keySecret,
        String number,
        String template,
        String sign,
        Map<String, Param> params,
        int playTimes)
        implements Channel {

    private static final Set<String> LATER = Set.of("isv.BUSINESS_LIMIT_CONTROL");
    private static final Set<String> BROKEN = Set.of("isp.SYSTEM_ERROR");
    private static final Duration NEXT_MINUTE = Duration.ofMinutes(1);
    private static final Duration UNKNOWN = Duration.ofSeconds(30);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneId.of("Asia/Shanghai"));

    public Aliyun {
        params = Map.copyOf(params);
    }

    /** A text of the template and how many characters it may have. */
    public record Param(String text, int max) {}

    @Override
    public String kind() {
        return call ? "voice" : "sms";
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        if (exchange.attempt() > 1 && !call && arrived(exchange)) {
            return new SendResult.Delivered(Map.of(), "found among the messages that were sent");
        }
        try {
            return understood(ask(exchange, call ? "SingleCallByTts" : "SendSms", parameters(message, exchange)));
        } catch (Unanswered e) {
            // It may have gone out, costs money and wakes people: once more at most.
            return e.maybeArrived() ? unknown(exchange, e.failure(), call ? NEXT_MINUTE : UNKNOWN) : e.failure();
        }
    }

    static SendResult unknown(Exchange exchange, SendResult.Failed failure, Duration wait) {
        return new SendResult.Failed(exchange.attempt() == 1, wait, failure.reason(), failure.detail());
    }

    private Answer ask(Exchange exchange, String action, Map<String, String> parameters)
            throws Unanswered, IOException, InterruptedException {
        AliyunRequest.Keys keys = new AliyunRequest.Keys(keyId.reveal(), keySecret.reveal());
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return exchange.ask(AliyunRequest.of(url, action, parameters, keys, exchange.now(), nonce));
    }

    private Map<String, String> parameters(Message message, Exchange exchange) {
        Map<String, String> texts = new LinkedHashMap<>();
        params.forEach((name, param) -> texts.put(
                name, Cut.runes(clean(basics.templates().render("", param.text(), message.data())), param.max())));
        Map<String, String> all = new LinkedHashMap<>();
        if (call) {
            all.put("CalledNumber", number);
            all.put("CalledShowNumber", sign);
            all.put("TtsCode", template);
            all.put("TtsParam", Request.json(texts));
            all.put("PlayTimes", String.valueOf(playTimes));
        } else {
            all.put("PhoneNumbers", number);
            all.put("SignName", sign);
            all.put("TemplateCode", template);
            all.put("TemplateParam", Request.json(texts));
        }
        all.put("OutId", exchange.key());
        return all;
    }

    /** Without what variables must not have: brackets of signatures, line ends, addresses and pictures. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.replaceAll("https?://\\S*", " ").codePoints().forEach(c -> {
            boolean bad =
                    c == '【' || c == '】' || c < ' ' || c > 0xFFFF || Character.getType(c) == Character.OTHER_SYMBOL;
            clean.appendCodePoint(bad ? ' ' : c);
        });
        return clean.toString().replaceAll(" {2,}", " ").strip();
    }

    private boolean arrived(Exchange exchange) throws Unanswered, IOException, InterruptedException {
        Answer answer = ask(
                exchange,
                "QuerySendDetails",
                Map.of(
                        "PhoneNumber",
                        number,
                        "SendDate",
                        DAY.format(exchange.now()),
                        "PageSize",
                        "50",
                        "CurrentPage",
                        "1"));
        for (JsonNode each : answer.json().path("SmsSendDetailDTOs").path("SmsSendDetailDTO")) {
            if (exchange.key().equals(each.path("OutId").asText())) {
                return true;
            }
        }
        return false;
    }

    private static SendResult understood(Answer answer) {
        String code = answer.json().path("Code").asText();
        if ("OK".equals(code)) {
            return new SendResult.Delivered();
        }
        if (LATER.contains(code)) {
            return answer.refused(true, NEXT_MINUTE, "rateLimited");
        }
        if (BROKEN.contains(code) || code.startsWith("Throttling")) {
            return answer.refused(true, Duration.ofSeconds(1), "serverError");
        }
        return answer.isOk() ? answer.refused(false, Duration.ZERO, "clientError") : answer.failed();
    }

    @Override
    public List<Rate> rates() {
        return List.of(new Rate(1, Duration.ofMinutes(1)), new Rate(call ? 5 : 50, Duration.ofHours(call ? 1 : 24)));
    }

    @Override
    public String target() {
        return number;
    }

    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
