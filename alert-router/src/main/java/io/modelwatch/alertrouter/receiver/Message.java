package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.template.NotificationData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something to tell a receiver.
 *
 * @param groupKey identifies the group of alerts
 * @param data what templates see
 */
public record Message(String groupKey, NotificationData data) {

    /** By it services tell which messages belong together; the same as Alertmanager's. */
    public String dedupKey() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean firing() {
        return data.firing();
    }

    /** The same message after all of its alerts have ended, at the given times. */
    public Message ended(java.util.List<java.time.OffsetDateTime> ends) {
        return new Message(groupKey, data.ended(ends));
    }

    /** The same message with only the first alerts. */
    public Message first(int count) {
        return new Message(groupKey, data.first(count));
    }
}
