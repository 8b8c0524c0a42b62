package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Integration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that one integration of a receiver must be told.
 *
 * @param alerts of the flush, in the order of notifications
 * @param tick the time of the flush by its timer
 * @param told what the integration was told before
 */
public record Notification(
        String groupKey,
        LabelSet groupLabels,
        String receiver,
        Integration integration,
        NotificationReason reason,
        List<FlushedAlert> alerts,
        Instant tick,
        Duration repeatInterval,
        @Nullable NotificationEntry told) {

    public Notification {
        alerts = List.copyOf(alerts);
    }

    /** The integration as what it is. */
    Channel channel() {
        return switch (integration) {
            case Channel channel -> channel;
        };
    }

    /** What the message names: without resolved alerts if the integration does not want them. Maybe nothing. */
    List<FlushedAlert> named() {
        return integration.sendResolved()
                ? alerts
                : alerts.stream().filter(FlushedAlert::firing).toList();
    }

    /** What the integration will have been told. */
    public NotificationEntry entry() {
        Set<Fingerprint> firing = fingerprints(true);
        Set<Fingerprint> resolved = fingerprints(false);
        Set<Fingerprint> both = new HashSet<>(firing);
        both.addAll(resolved);
        Map<Fingerprint, Instant> leftOut = told == null ? Map.of() : told.openBesides(both);
        Map<Fingerprint, Instant> open = new HashMap<>(leftOut);
        alerts.stream()
                .filter(FlushedAlert::firing)
                .forEach(each -> open.put(
                        each.fingerprint(),
                        NotificationEntry.kept(each.alert().startsAt().toInstant())));
        return new NotificationEntry(tick, firing, resolved, open, leftOut.keySet(), expiry(tick, repeatInterval));
    }

    private Set<Fingerprint> fingerprints(boolean firing) {
        return alerts.stream()
                .filter(each -> each.firing() == firing)
                .map(FlushedAlert::fingerprint)
                .collect(Collectors.toSet());
    }

    /** After this time the entry is of no use: the notification would be repeated anyway. */
    public static Instant expiry(Instant tick, Duration repeatInterval) {
        return tick.plus(repeatInterval.multipliedBy(2));
    }

    /**
     * Identifies this notification: the same when it is sent again because nobody knows whether it arrived, another
     * when it tells something else or is a repetition.
     */
    String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, groupKey);
            update(digest, receiver);
            update(digest, integration.kind() + integration.index());
            update(digest, told == null ? "" : told.at().toString());
            update(digest, sorted(fingerprints(true)));
            update(digest, sorted(fingerprints(false)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sorted(Collection<Fingerprint> fingerprints) {
        return new TreeSet<>(fingerprints).toString();
    }

    private static void update(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
