package io.modelwatch.alertrouter.receiver.http;

import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Rate;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.http.HttpChannel.BodyKind;
import io.modelwatch.alertrouter.receiver.http.HttpChannel.Call;
import io.modelwatch.alertrouter.receiver.http.HttpChannel.Sign;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code http_configs}. */
public final class HttpChannelReader {

    private static final int MAX_BYTES = 256 * 1024;
    private static final String DINGTALK = "dingtalk";

    private HttpChannelReader() {}

    /** One element. */
    public static io.modelwatch.alertrouter.receiver.Channel read(ChannelYaml yaml) {
        YamlMap map = yaml.map();
        ChannelBasics basics = yaml.basics(true);
        Call create = call(yaml, map, Optional.empty());
        HttpChannel read = new HttpChannel(
                new ChannelBasics(
                        basics.index(),
                        basics.sendResolved(),
                        basics.timeout(),
                        basics.http().withoutLoopback(),
                        basics.templates()),
                create,
                Optional.ofNullable(map.find("update", each -> nested(yaml, each, create))),
                Optional.ofNullable(map.find("resolve", each -> nested(yaml, each, create))),
                map.get(
                        "success",
                        each -> expected(each, false),
                        new Expected(List.of(new int[] {200, 299}), Map.of(), false)),
                map.get("retry", each -> expected(each, true), new Expected(List.of(), Map.of(), true)),
                map.get("external_id", HttpChannelReader::pointer, ""),
                yaml.texts("recipients"),
                map.list("rates").stream().map(each -> each.read(Rate::parse)).toList(),
                Math.max(1, map.get("max_bytes", Yaml::count, MAX_BYTES)));
        map.noOthers();
        return read;
    }

    private static Call nested(ChannelYaml yaml, Yaml value, Call otherwise) {
        YamlMap map = value.map();
        Call call = call(yaml, map, Optional.of(otherwise));
        map.noOthers();
        return call;
    }

    private static Call call(ChannelYaml yaml, YamlMap map, Optional<Call> otherwise) {
        Yaml inline = map.get("url");
        Secret url = ReceiverReader.secret(map, "url", yaml.directory());
        if (url == null && otherwise.isEmpty()) {
            throw map.self().error("one of url and url_file must be configured");
        }
        if (inline != null && inline.text().contains("{{")) {
            yaml.checked(inline);
        } else if (inline != null) {
            ReceiverReader.url(inline);
        }
        List<String> bodies =
                List.of("body", "json", "form").stream().filter(map::has).toList();
        if (bodies.size() > 1) {
            throw map.self().error("at most one of body, json and form must be configured");
        }
        BodyKind kind =
                bodies.contains("json") ? BodyKind.JSON : bodies.contains("form") ? BodyKind.FORM : BodyKind.TEXT;
        Object body = switch (kind) {
            case JSON -> yaml.tree(map.require("json"));
            case FORM -> yaml.flat(map.require("form"));
            case TEXT -> map.get("body", yaml::checked, "");
        };
        return new Call(
                url == null ? otherwise.orElseThrow().url() : url,
                map.get("method", HttpChannelReader::method, "POST"),
                map.get("headers", yaml::flat, otherwise.map(Call::headers).orElse(Map.of())),
                map.get("query", yaml::flat, Map.of()),
                kind,
                body,
                Optional.ofNullable(map.find("sign", each -> sign(yaml, each)))
                        .or(() -> otherwise.flatMap(Call::sign)));
    }

    private static String method(Yaml yaml) {
        return switch (yaml.text()) {
            case "GET", "POST", "PUT", "PATCH", "DELETE" -> yaml.text();
            default -> throw yaml.error("must be GET, POST, PUT, PATCH or DELETE, not \"" + yaml.text() + "\"");
        };
    }

    private static Sign sign(ChannelYaml yaml, Yaml value) {
        YamlMap map = value.map();
        Yaml type = map.require("type");
        Secret key = ReceiverReader.secret(map, "key", yaml.directory());
        if (key == null) {
            throw value.error("one of key and key_file must be configured");
        }
        Sign sign = switch (type.text()) {
            case DINGTALK -> new Sign.DingTalk(key);
            case "feishu" -> new Sign.Feishu(key);
            case "hmac" ->
                new Sign.Hmac(
                        map.get("algorithm", HttpChannelReader::algorithm, "HmacSHA256"),
                        key,
                        map.require("header").nonEmptyText(),
                        map.get("message", yaml::checked, "{{ .Body }}"),
                        "hex".equals(map.get("encoding", Yaml::text, "hex")));
            default -> throw type.error("must be dingtalk, feishu or hmac, not \"" + type.text() + "\"");
        };
        map.noOthers();
        return sign;
    }

    private static String algorithm(Yaml yaml) {
        return switch (yaml.text()) {
            case "sha1" -> "HmacSHA1";
            case "sha256" -> "HmacSHA256";
            case "sha512" -> "HmacSHA512";
            default -> throw yaml.error("must be sha1, sha256 or sha512, not \"" + yaml.text() + "\"");
        };
    }

    /** A JSON pointer, or the way {@code $.a.b} that people are used to. */
    private static String pointer(Yaml yaml) {
        String text = yaml.nonEmptyText();
        return text.startsWith("$.") ? "/" + text.substring(2).replace('.', '/') : text;
    }

    private static Expected expected(Yaml value, boolean any) {
        YamlMap map = value.map();
        List<int[]> status = map.get(
                "status",
                each -> texts(each).stream()
                        .map(text -> text.read(Expected::range))
                        .toList(),
                List.of());
        Map<String, List<String>> body = new LinkedHashMap<>();
        Yaml fields = map.get("body_json");
        if (fields != null) {
            YamlMap children = fields.map();
            for (String name : children.keys()) {
                body.put(
                        name,
                        texts(children.require(name)).stream().map(Yaml::text).toList());
            }
        }
        map.noOthers();
        return new Expected(status, body, any);
    }

    private static List<Yaml> texts(Yaml value) {
        return value.isList() ? value.list() : new ArrayList<>(List.of(value));
    }
}
