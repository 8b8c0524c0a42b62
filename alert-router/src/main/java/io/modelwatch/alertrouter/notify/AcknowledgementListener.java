package io.modelwatch.alertrouter.notify;

import java.util.List;
import java.util.Map;

/** Is told when somebody acknowledges what a receiver was told. A bean of this type is found by itself. */
public interface AcknowledgementListener {

    /**
     * Somebody has acknowledged alerts.
     *
     * @param groupKey of the group that was told
     * @param alerts labels of the alerts that were named
     * @param by who, such as a telephone number
     */
    void acknowledged(String groupKey, List<Map<String, String>> alerts, String by);
}
