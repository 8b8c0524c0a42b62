package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.dingtalk.DingTalk;
import io.modelwatch.alertrouter.receiver.feishu.Feishu;
import io.modelwatch.alertrouter.receiver.pagerduty.PagerDuty;
import io.modelwatch.alertrouter.receiver.slack.Slack;
import io.modelwatch.alertrouter.receiver.teams.TeamsWorkflow;
import io.modelwatch.alertrouter.receiver.wecom.WeComRobot;
import io.modelwatch.alertrouter.template.TemplateSet;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code receivers} of alertmanager.yml. */
public final class ReceiverReader {

    /** Integrations that Alertmanager has and this service refuses for now, rather than ignoring them. */
    private static final Set<String> NOT_YET = Set.of(
            "discord_configs",
            "email_configs",
            "incidentio_configs",
            "jira_configs",
            "mattermost_configs",
            "msteams_configs",
            "opsgenie_configs",
            "pushover_configs",
            "rocketchat_configs",
            "sns_configs",
            "telegram_configs",
            "victorops_configs",
            "webex_configs",
            "wechat_configs");

    private static final List<String> HTTP_NOT_YET = List.of(
            "oauth2",
            "tls_config",
            "proxy_url",
            "no_proxy",
            "proxy_from_environment",
            "proxy_connect_header",
            "http_headers");

    private static final String SUPPORTED =
            "supported are webhook_configs, slack_configs, pagerduty_configs and msteamsv2_configs";

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

    /** One receiver. */
    public Receiver read(Yaml yaml) {
        YamlMap map = yaml.map();
        String name = map.require("name").nonEmptyText();
        for (String key : map.keys()) {
            if (NOT_YET.contains(key)) {
                throw map.key(key)
                        .error("receiver \"" + name + "\" uses " + key + ", which alert-router does not support yet ("
                                + SUPPORTED + ")");
            }
        }
        List<Integration> integrations = new ArrayList<>();
        List<Yaml> webhooks = map.list("webhook_configs");
        for (int i = 0; i < webhooks.size(); i++) {
            integrations.add(webhook(webhooks.get(i), i));
        }
        integrations.addAll(channels(map, "slack_configs", each -> Slack.read(each, globals.slackUrl())));
        integrations.addAll(channels(map, "pagerduty_configs", each -> PagerDuty.read(each, globals.pagerDutyUrl())));
        integrations.addAll(channels(map, "msteamsv2_configs", TeamsWorkflow::read));
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
        map.noOthers();
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

    private Webhook webhook(Yaml yaml, int index) {
        YamlMap map = yaml.map();
        if (map.has("payload")) {
            throw map.key("payload").error("webhook payload templates are not supported yet");
        }
        URI url = map.find("url", ReceiverReader::url);
        Path urlFile = map.find("url_file", this::file);
        if ((url == null) == (urlFile == null)) {
            throw yaml.error(
                    url == null
                            ? "one of url or url_file must be configured"
                            : "at most one of url and url_file must be configured");
        }
        Webhook webhook = new Webhook(
                index,
                url,
                urlFile,
                map.get("send_resolved", Yaml::bool, true),
                map.get("max_alerts", ReceiverReader::count, 0),
                map.get("timeout", Yaml::duration, Duration.ZERO),
                map.get("http_config", each -> http(each, directory), http));
        map.noOthers();
        return webhook;
    }

    private static int count(Yaml yaml) {
        long count = yaml.integer();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw yaml.error("must be at least 0");
        }
        return (int) count;
    }

    private Path file(Yaml yaml) {
        return directory.resolve(yaml.nonEmptyText());
    }

    static URI url(Yaml yaml) {
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

    /** Reads {@code http_config}; the parts that are not supported yet are refused. */
    public static HttpSettings http(Yaml yaml, Path directory) {
        YamlMap map = yaml.map();
        for (String key : HTTP_NOT_YET) {
            if (map.has(key)) {
                throw map.key(key).error(key + " is not supported yet");
            }
        }
        Credentials basic = map.find("basic_auth", each -> basic(each, directory));
        Credentials token = map.find("authorization", each -> token(each, directory));
        if (basic != null && token != null) {
            throw yaml.error("at most one of basic_auth and authorization must be configured");
        }
        boolean followRedirects = map.get("follow_redirects", Yaml::bool, true);
        // Taken and without effect: requests go out over HTTP/1.1.
        map.find("enable_http2", Yaml::bool);
        map.noOthers();
        return new HttpSettings(basic == null ? token : basic, followRedirects);
    }

    private static Credentials basic(Yaml yaml, Path directory) {
        YamlMap map = yaml.map();
        String username = map.get("username", Yaml::text, "");
        Secret password = secret(map, "password", directory);
        map.noOthers();
        return new Credentials.Basic(username, password == null ? new Secret.Inline("") : password);
    }

    private static Credentials token(Yaml yaml, Path directory) {
        YamlMap map = yaml.map();
        String scheme = map.get("type", Yaml::nonEmptyText, "Bearer");
        if ("basic".equalsIgnoreCase(scheme)) {
            throw yaml.error("authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        }
        Secret token = secret(map, "credentials", directory);
        map.noOthers();
        return new Credentials.Token(scheme, token == null ? new Secret.Inline("") : token);
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
