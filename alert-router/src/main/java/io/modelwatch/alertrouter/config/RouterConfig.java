package io.modelwatch.alertrouter.config;

import io.modelwatch.alertrouter.inhibit.InhibitRule;
import io.modelwatch.alertrouter.interval.TimeIntervals;
import io.modelwatch.alertrouter.receiver.Receiver;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.template.TemplateSet;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What alertmanager.yml says, checked.
 *
 * @param resolveTimeout how long an alert fires that came without an end
 * @param route the root of the routing tree
 * @param receivers by name, in the order of the file
 * @param inhibitRules which alerts mute others
 * @param intervals what routes name
 * @param effective the whole of it as YAML again, defaults filled in and secrets masked
 * @param templates that texts may use
 * @param hash changes when the file does
 */
public record RouterConfig(
        Duration resolveTimeout,
        Route route,
        Map<String, Receiver> receivers,
        List<InhibitRule> inhibitRules,
        TimeIntervals intervals,
        String effective,
        TemplateSet templates,
        long hash) {

    public RouterConfig {
        receivers = Collections.unmodifiableMap(new LinkedHashMap<>(receivers));
        inhibitRules = List.copyOf(inhibitRules);
    }

    /** The same configuration with other receivers. */
    RouterConfig with(Map<String, Receiver> others, long newHash) {
        return new RouterConfig(resolveTimeout, route, others, inhibitRules, intervals, effective, templates, newHash);
    }
}
