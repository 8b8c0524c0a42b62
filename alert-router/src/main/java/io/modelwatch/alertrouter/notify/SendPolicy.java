package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Rate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How messages are sent, by the kinds of channels.
 *
 * @param rates instead of what the channels say themselves
 * @param followUps how changes are told; as new messages unless it says otherwise
 * @param giveUpAfter how long the outbox tries
 */
record SendPolicy(Map<String, List<Rate>> rates, Map<String, FollowUp> followUps, Duration giveUpAfter) {

    static final SendPolicy DEFAULT = new SendPolicy(Map.of(), Map.of(), Duration.ofDays(1));

    SendPolicy {
        rates = Map.copyOf(rates);
        followUps = Map.copyOf(followUps);
    }

    /**
     * The policy of the settings.
     *
     * @throws IllegalArgumentException when a rate is none
     */
    static SendPolicy of(NotifySettings settings) {
        return new SendPolicy(
                settings.rates().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, each -> rates(each.getKey(), each.getValue()))),
                settings.followUps(),
                settings.giveUpAfter());
    }

    private static List<Rate> rates(String kind, String text) {
        try {
            return text.isBlank() || "none".equals(text)
                    ? List.of()
                    : Arrays.stream(text.split(",", -1)).map(Rate::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("alert-router.notify.rates." + kind + ": " + e.getMessage(), e);
        }
    }

    List<Rate> ratesOf(Channel channel) {
        return rates.getOrDefault(channel.kind(), channel.rates());
    }

    FollowUp followUpOf(Channel channel) {
        return followUps.getOrDefault(channel.kind(), FollowUp.NEW);
    }
}
