package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.email.EmailReader;
import io.modelwatch.alertrouter.receiver.opsgenie.OpsGenie;
import io.modelwatch.alertrouter.receiver.pagerduty.PagerDuty;
import io.modelwatch.alertrouter.receiver.rocketchat.RocketChat;
import io.modelwatch.alertrouter.receiver.slack.Slack;
import io.modelwatch.alertrouter.receiver.telegram.Telegram;
import io.modelwatch.alertrouter.receiver.victorops.VictorOps;
import io.modelwatch.alertrouter.receiver.webex.Webex;
import io.modelwatch.alertrouter.receiver.wechat.WeChat;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.util.Optional;

/** What {@code global} says for channels that do not say it themselves. */
public record ChannelGlobals(
        Slack.Globals slack,
        EmailReader.Globals email,
        URI pagerDutyUrl,
        Service opsGenie,
        Service victorOps,
        Service weChat,
        String weChatCorporation,
        Service telegram,
        URI webexUrl,
        Optional<URI> jiraUrl,
        Service rocketChat,
        Optional<Secret> rocketChatUser,
        Optional<Secret> mattermostUrl) {

    public static final ChannelGlobals NONE = new ChannelGlobals(
            Slack.Globals.NONE,
            EmailReader.Globals.NONE,
            PagerDuty.URL,
            Service.at(OpsGenie.URL),
            Service.at(VictorOps.URL),
            Service.at(WeChat.URL),
            "",
            Service.at(Telegram.URL),
            Webex.URL,
            Optional.empty(),
            Service.at(RocketChat.URL),
            Optional.empty(),
            Optional.empty());

    /** Where a service is, and what it asks for. */
    public record Service(URI url, Optional<Secret> secret) {

        static Service at(URI url) {
            return new Service(url, Optional.empty());
        }
    }

    /** Reads the keys of {@code global} that belong to channels. */
    public static ChannelGlobals read(ChannelYaml yaml) {
        YamlMap map = yaml.map();
        Optional<Secret> slackUrl = yaml.secretUrl("slack_api_url");
        Optional<Secret> slackToken = yaml.secret("slack_app_token");
        if (slackUrl.isPresent() && slackToken.isPresent()) {
            throw map.key("slack_app_token")
                    .error("at most one of slack_api_url and slack_app_token must be configured");
        }
        return new ChannelGlobals(
                new Slack.Globals(slackUrl, slackToken, yaml.url("slack_app_url", Slack.APP_URL)),
                EmailReader.Globals.read(yaml),
                yaml.url("pagerduty_url", PagerDuty.URL),
                service(yaml, "opsgenie_api_url", "opsgenie_api_key", OpsGenie.URL),
                service(yaml, "victorops_api_url", "victorops_api_key", VictorOps.URL),
                service(yaml, "wechat_api_url", "wechat_api_secret", WeChat.URL),
                map.get("wechat_api_corp_id", Yaml::text, ""),
                service(yaml, "telegram_api_url", "telegram_bot_token", Telegram.URL),
                yaml.url("webex_api_url", Webex.URL),
                Optional.ofNullable(map.find("jira_api_url", ReceiverReader::url)),
                service(yaml, "rocketchat_api_url", "rocketchat_token", RocketChat.URL),
                yaml.secret("rocketchat_token_id"),
                yaml.secretUrl("mattermost_webhook_url"));
    }

    private static Service service(ChannelYaml yaml, String url, String secret, URI otherwise) {
        return new Service(yaml.url(url, otherwise), yaml.secret(secret));
    }
}
