package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.alert.Alert;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.template.NotificationData;
import java.util.List;
import java.util.Optional;

/** Says what a notification tells in the form that channels and templates take. */
final class Messages {

    private Messages() {}

    static Message of(Notification notification, List<FlushedAlert> named, String externalUrl) {
        List<NotificationData.Alert> alerts =
                named.stream().map(Messages::alert).toList();
        return new Message(
                notification.groupKey(),
                new NotificationData(
                        notification.receiver(),
                        alerts,
                        notification.groupLabels().asMap(),
                        NotificationData.common(alerts, NotificationData.Alert::labels),
                        NotificationData.common(alerts, NotificationData.Alert::annotations),
                        externalUrl,
                        notification.reason().text()));
    }

    private static NotificationData.Alert alert(FlushedAlert flushed) {
        Alert alert = flushed.alert();
        return new NotificationData.Alert(
                flushed.firing(),
                alert.labels().asMap(),
                alert.annotations(),
                alert.startsAt(),
                flushed.firing() ? Optional.empty() : Optional.of(alert.endsAt()),
                alert.generatorUrl(),
                alert.fingerprint().toString());
    }
}
