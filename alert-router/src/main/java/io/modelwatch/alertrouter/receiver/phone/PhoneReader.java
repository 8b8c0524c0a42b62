package io.modelwatch.alertrouter.receiver.phone;

import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.phone.Aliyun.Param;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code sms_configs} and {@code voice_configs}. Every telephone becomes a channel of its own. */
public final class PhoneReader {

    private static final URI ALIYUN_SMS = URI.create("https://dysmsapi.aliyuncs.com/");
    private static final URI ALIYUN_VOICE = URI.create("https://dyvmsapi.aliyuncs.com/");
    private static final URI TWILIO = URI.create("https://api.twilio.com/");
    private static final int MAX_PARAM = 35;

    private PhoneReader() {}

    /**
     * One element.
     *
     * @param call whether it is about calls
     */
    public static List<Channel> read(ChannelYaml yaml, boolean call) {
        YamlMap map = yaml.map();
        List<Yaml> numbers = map.require("to").list();
        if (numbers.isEmpty()) {
            throw map.self().error("to names no telephone");
        }
        String provider = map.require("provider").text();
        Yaml text = map.get("text");
        Map<String, Param> params = map.get("params", each -> params(yaml, each), Map.of());
        List<Channel> channels = new ArrayList<>();
        for (Yaml number : numbers) {
            if (!number.text().matches("\\+?[0-9]{5,15}")) {
                throw number.error("must be a telephone number, such as +8613900001234");
            }
            ChannelYaml own = yaml.at(yaml.index() + channels.size());
            channels.add(
                    switch (provider) {
                        case "aliyun" -> aliyun(own, call, number.text(), params);
                        case "twilio" -> twilio(own, call, number, text);
                        default ->
                            throw map.require("provider").error("must be aliyun or twilio, not \"" + provider + "\"");
                    });
        }
        map.noOthers();
        return channels;
    }

    private static Aliyun aliyun(ChannelYaml yaml, boolean call, String number, Map<String, Param> params) {
        YamlMap map = yaml.map();
        Secret id = yaml.requiredSecret("access_key_id");
        Secret secret = yaml.requiredSecret("access_key_secret");
        return new Aliyun(
                yaml.basics(false),
                call,
                yaml.url("url", call ? ALIYUN_VOICE : ALIYUN_SMS),
                id,
                secret,
                number,
                map.require("template_code").nonEmptyText(),
                call
                        ? map.get("show_number", Yaml::text, "")
                        : map.require("sign_name").nonEmptyText(),
                params,
                call ? Math.max(1, Math.min(3, map.get("play_times", Yaml::count, 2))) : 1);
    }

    private static Map<String, Param> params(ChannelYaml yaml, Yaml params) {
        Map<String, Param> read = new LinkedHashMap<>();
        YamlMap map = params.map();
        for (String name : map.keys()) {
            Yaml value = map.require(name);
            if (value.isMap()) {
                YamlMap param = value.map();
                read.put(
                        name,
                        new Param(
                                yaml.checked(param.require("text")),
                                Math.max(1, param.get("max", Yaml::count, MAX_PARAM))));
                param.noOthers();
            } else {
                read.put(name, new Param(yaml.checked(value), MAX_PARAM));
            }
        }
        return read;
    }

    private static Twilio twilio(
            ChannelYaml yaml, boolean call, Yaml number, @org.jspecify.annotations.Nullable Yaml text) {
        YamlMap map = yaml.map();
        if (!number.text().startsWith("+")) {
            throw number.error("must begin with + and the country's code");
        }
        String otherwise = "{{ template \"" + (call ? "voice" : "sms") + ".default.text\" . }}";
        return new Twilio(
                yaml.basics(false),
                call,
                yaml.url("url", TWILIO),
                map.require("account_sid").nonEmptyText(),
                yaml.requiredSecret("auth_token"),
                map.require("from").nonEmptyText(),
                number.text(),
                text == null ? otherwise : yaml.checked(text),
                map.get("language", Yaml::nonEmptyText, "en-US"));
    }
}
