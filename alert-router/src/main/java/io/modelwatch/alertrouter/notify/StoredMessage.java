package io.modelwatch.alertrouter.notify;

import com.fasterxml.jackson.core.type.TypeReference;
import io.modelwatch.alertrouter.db.Json;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.template.NotificationData;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as it is kept until it can be sent: what it tells of, not how a channel says it. */
record StoredMessage(
        String groupKey,
        String receiver,
        Map<String, String> groupLabels,
        String externalUrl,
        String reason,
        List<StoredAlert> alerts) {

    private static final TypeReference<StoredMessage> TYPE = new TypeReference<>() {};

    /** One alert; without an end it fires. */
    record StoredAlert(
            Map<String, String> labels,
            Map<String, String> annotations,
            String startsAt,
            @Nullable String endsAt,
            String generatorUrl,
            String fingerprint) {}

    static String write(Message message) {
        NotificationData data = message.data();
        return Json.write(new StoredMessage(
                message.groupKey(),
                data.receiver(),
                data.groupLabels(),
                data.externalUrl(),
                data.reason(),
                data.alerts().stream()
                        .map(each -> new StoredAlert(
                                each.labels(),
                                each.annotations(),
                                each.startsAt().toString(),
                                each.endsAt().map(OffsetDateTime::toString).orElse(null),
                                each.generatorUrl(),
                                each.fingerprint()))
                        .toList()));
    }

    static Message read(String json) {
        StoredMessage stored = Json.read(json, TYPE);
        List<NotificationData.Alert> alerts = stored.alerts().stream()
                .map(each -> new NotificationData.Alert(
                        each.endsAt() == null,
                        each.labels(),
                        each.annotations(),
                        OffsetDateTime.parse(each.startsAt()),
                        Optional.ofNullable(each.endsAt()).map(OffsetDateTime::parse),
                        each.generatorUrl(),
                        each.fingerprint()))
                .toList();
        return new Message(
                stored.groupKey(),
                new NotificationData(
                        stored.receiver(),
                        alerts,
                        stored.groupLabels(),
                        NotificationData.common(alerts, NotificationData.Alert::labels),
                        NotificationData.common(alerts, NotificationData.Alert::annotations),
                        stored.externalUrl(),
                        stored.reason()));
    }
}
