package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.pagerduty.PagerDuty;
import java.net.URI;
import java.util.Optional;

/**
 * What {@code global} says for channels that do not say it themselves.
 *
 * @param slackUrl of the webhook
 * @param pagerDutyUrl where events are posted
 */
public record ChannelGlobals(Optional<Secret> slackUrl, URI pagerDutyUrl) {

    public static final ChannelGlobals NONE = new ChannelGlobals(Optional.empty(), PagerDuty.URL);
}
