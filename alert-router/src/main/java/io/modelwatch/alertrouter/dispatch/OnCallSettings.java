package io.modelwatch.alertrouter.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings of what happens when nobody acts, and of alerts that come and go. */
@ConfigMapping(prefix = "alert-router.on-call")
public interface OnCallSettings {

    /** Who is told of alerts that nobody acknowledges, by names of your choice. */
    Map<String, Chain> escalation();

    /** Alerts whose ends are held, by names of your choice. */
    Map<String, Damping> damping();

    /** Whom to tell after a while, and after a longer while. */
    interface Chain {

        /** Matchers that an alert must match, such as severity="critical". */
        List<String> matchers();

        /** By what the alerts are grouped for those who are told. */
        @WithDefault("alertname")
        List<String> groupBy();

        /** From one message about a group to the next. */
        @WithDefault("1m")
        Duration groupInterval();

        /** After which a message is repeated. */
        @WithDefault("30m")
        Duration repeatInterval();

        /** One after the other. */
        List<Step> steps();
    }

    /** A step of an escalation. */
    interface Step {

        /** How long after the alert's start. */
        Duration after();

        /** A receiver of alertmanager.yml. */
        String receiver();
    }

    /** Alerts that count as firing for a while after their end. */
    interface Damping {

        /** Matchers that an alert must match. */
        List<String> matchers();

        /** How long its end is held. */
        Duration hold();
    }
}
