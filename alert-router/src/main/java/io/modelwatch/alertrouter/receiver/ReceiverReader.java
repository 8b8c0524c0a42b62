package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.dingtalk.DingTalk;
import io.modelwatch.alertrouter.receiver.discord.Discord;
import io.modelwatch.alertrouter.receiver.email.EmailReader;
import io.modelwatch.alertrouter.receiver.feishu.Feishu;
import io.modelwatch.alertrouter.receiver.http.HttpChannelReader;
import io.modelwatch.alertrouter.receiver.incidentio.IncidentIo;
import io.modelwatch.alertrouter.receiver.jira.JiraReader;
import io.modelwatch.alertrouter.receiver.mattermost.Mattermost;
import io.modelwatch.alertrouter.receiver.opsgenie.OpsGenie;
import io.modelwatch.alertrouter.receiver.pagerduty.PagerDuty;
import io.modelwatch.alertrouter.receiver.phone.PhoneReader;
import io.modelwatch.alertrouter.receiver.pushover.Pushover;
import io.modelwatch.alertrouter.receiver.rocketchat.RocketChat;
import io.modelwatch.alertrouter.receiver.slack.Slack;
import io.modelwatch.alertrouter.receiver.sns.Sns;
import io.modelwatch.alertrouter.receiver.teams.TeamsConnector;
import io.modelwatch.alertrouter.receiver.teams.TeamsWorkflow;
import io.modelwatch.alertrouter.receiver.telegram.Telegram;
import io.modelwatch.alertrouter.receiver.victorops.VictorOps;
import io.modelwatch.alertrouter.receiver.webex.Webex;
import io.modelwatch.alertrouter.receiver.webhook.Webhook;
import io.modelwatch.alertrouter.receiver.wechat.WeChat;
import io.modelwatch.alertrouter.receiver.wecom.WeComRobot;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code receivers} of alertmanager.yml. */
public final class ReceiverReader {

    /** The kinds that Alertmanager has, by their keys, in the order in which a receiver is told. */
    private static final Map<String, BiFunction<ChannelYaml, ChannelGlobals, Channel>> KINDS = kinds();

    private final Path directory;
    private final HttpSettings http;
    private final TemplateSet templates;
    private final ChannelGlobals globals;

    /**
     * A reader.
     *
     * @param directory what relative file names are relative to
     * @param http what an integration without {@code http_config} uses
     * @param templates that texts may use
     * @param globals what channels use that do not say it themselves
     */
    public ReceiverReader(Path directory, HttpSettings http, TemplateSet templates, ChannelGlobals globals) {
        this.directory = directory;
        this.http = http;
        this.templates = templates;
        this.globals = globals;
    }

    private static Map<String, BiFunction<ChannelYaml, ChannelGlobals, Channel>> kinds() {
        Map<String, BiFunction<ChannelYaml, ChannelGlobals, Channel>> kinds = new LinkedHashMap<>();
        kinds.put("webhook_configs", (yaml, globals) -> Webhook.read(yaml));
        kinds.put("slack_configs", (yaml, globals) -> Slack.read(yaml, globals.slack()));
        kinds.put("pagerduty_configs", (yaml, globals) -> PagerDuty.read(yaml, globals.pagerDutyUrl()));
        kinds.put("email_configs", (yaml, globals) -> EmailReader.read(yaml, globals.email()));
        kinds.put(
                "opsgenie_configs",
                (yaml, globals) -> OpsGenie.read(
                        yaml, globals.opsGenie().url(), globals.opsGenie().secret()));
        kinds.put(
                "victorops_configs",
                (yaml, globals) -> VictorOps.read(
                        yaml, globals.victorOps().url(), globals.victorOps().secret()));
        kinds.put("pushover_configs", (yaml, globals) -> Pushover.read(yaml, Pushover.URL));
        kinds.put(
                "wechat_configs",
                (yaml, globals) -> WeChat.read(
                        yaml, globals.weChat().url(), globals.weChat().secret(), globals.weChatCorporation()));
        kinds.put("sns_configs", (yaml, globals) -> Sns.read(yaml));
        kinds.put(
                "telegram_configs",
                (yaml, globals) -> Telegram.read(
                        yaml, globals.telegram().url(), globals.telegram().secret()));
        kinds.put("discord_configs", (yaml, globals) -> Discord.read(yaml));
        kinds.put("webex_configs", (yaml, globals) -> Webex.read(yaml, globals.webexUrl()));
        kinds.put("msteams_configs", (yaml, globals) -> TeamsConnector.read(yaml));
        kinds.put("msteamsv2_configs", (yaml, globals) -> TeamsWorkflow.read(yaml));
        kinds.put("jira_configs", (yaml, globals) -> JiraReader.read(yaml, globals.jiraUrl()));
        kinds.put(
                "rocketchat_configs",
                (yaml, globals) -> RocketChat.read(
                        yaml, globals.rocketChat().url(), globals.rocketChat().secret(), globals.rocketChatUser()));
        kinds.put("incidentio_configs", (yaml, globals) -> IncidentIo.read(yaml));
        kinds.put("mattermost_configs", (yaml, globals) -> Mattermost.read(yaml, globals.mattermostUrl()));
        return kinds;
    }

    /** One receiver. */
    public Receiver read(Yaml yaml) {
        YamlMap map = yaml.map();
        String name = map.require("name").nonEmptyText();
        List<Integration> integrations = new ArrayList<>();
        KINDS.forEach((key, read) -> integrations.addAll(channels(map, key, each -> read.apply(each, globals))));
        map.noOthers();
        return new Receiver(name, integrations);
    }

    /**
     * One receiver of the file of channels that Alertmanager does not have.
     *
     * @param map without its name, which has been read
     */
    public List<Channel> readExtensions(YamlMap map) {
        List<Channel> channels = new ArrayList<>();
        channels.addAll(channels(map, "dingtalk_configs", DingTalk::read));
        channels.addAll(channels(map, "feishu_configs", Feishu::read));
        channels.addAll(channels(map, "wecom_robot_configs", WeComRobot::read));
        channels.addAll(channels(map, "http_configs", HttpChannelReader::read));
        channels.addAll(phones(map, "sms_configs", false));
        channels.addAll(phones(map, "voice_configs", true));
        map.noOthers();
        return channels;
    }

    private List<Channel> phones(YamlMap map, String key, boolean call) {
        List<Channel> channels = new ArrayList<>();
        for (Yaml each : map.list(key)) {
            ChannelYaml yaml = new ChannelYaml(each.map(), directory, http, templates, channels.size());
            channels.addAll(PhoneReader.read(yaml, call));
        }
        return channels;
    }

    private List<Channel> channels(YamlMap map, String key, Function<ChannelYaml, Channel> read) {
        List<Channel> channels = new ArrayList<>();
        for (Yaml each : map.list(key)) {
            channels.add(read.apply(new ChannelYaml(each.map(), directory, http, templates, channels.size())));
        }
        return channels;
    }

    /** Writes a secret so that nobody sees it: as {@code <secret>}, or as the name of the file that holds it. */
    public static void show(Map<String, Object> map, String key, Secret secret) {
        switch (secret) {
            case Secret.Inline inline -> map.put(key, inline.toString());
            case Secret.InFile file -> map.put(key + "_file", file.path().toString());
        }
    }

    /** A value that is a URL to which something can be posted. */
    public static URI url(Yaml yaml) {
        try {
            return checked(yaml.text());
        } catch (IllegalArgumentException e) {
            throw yaml.error(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A URL to which something can be posted.
     *
     * @throws IllegalArgumentException when the text is none; the message does not repeat it, since it may be secret
     */
    public static URI checked(String text) {
        URI url;
        try {
            url = new URI(escaped(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("this is no URL: " + e.getReason() + " at position " + e.getIndex(), e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("unsupported scheme \"" + scheme + "\" for URL; use http or https");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("missing host for URL");
        }
        return url;
    }

    /** Go takes some characters in URLs that Java does not, and escapes them when it sends. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("<>\"{}|\\^` ".indexOf(c) >= 0) {
                escaped.append(String.format("%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The secret that stands under a key, or in the file that the key with {@code _file} names. */
    public static @Nullable Secret secret(YamlMap map, String key, Path directory) {
        String fileKey = key + "_file";
        String value = map.find(key, Yaml::text);
        String file = map.find(fileKey, Yaml::nonEmptyText);
        if (value != null && file != null) {
            throw map.key(fileKey).error("at most one of " + key + " and " + fileKey + " must be configured");
        }
        if (file != null) {
            return new Secret.InFile(directory.resolve(file));
        }
        return value == null ? null : new Secret.Inline(value);
    }
}
