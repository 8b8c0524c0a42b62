package io.modelwatch.alertrouter.silence;

import io.modelwatch.alertrouter.label.Matchers;

/** Counts the alerts that fire now and match. */
@FunctionalInterface
public interface AffectedAlerts {

    int count(Matchers matchers);
}
