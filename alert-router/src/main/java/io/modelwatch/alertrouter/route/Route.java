package io.modelwatch.alertrouter.route;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.label.Matchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the routing tree with everything inherited filled in.
 *
 * @param id identifies the node across restarts and replicas: its key, numbered where several nodes have the same
 * @param key the matchers from the root down to here, as group keys show them
 * @param matchers what an alert must match to enter, in printing order
 * @param receiver who is told
 * @param groupBy the labels by which alerts are grouped
 * @param groupWait from a group's first alert to its first notification
 * @param groupInterval between later notifications of a group
 * @param repeatInterval after which a notification is sent again though nothing changed
 * @param continues whether the siblings after this one are tried too
 * @param muteIntervals names of time intervals during which nothing is sent
 * @param activeIntervals names of time intervals outside which nothing is sent
 * @param children tried in this order
 */
public record Route(
        String id,
        String key,
        Matchers matchers,
        String receiver,
        GroupBy groupBy,
        Duration groupWait,
        Duration groupInterval,
        Duration repeatInterval,
        boolean continues,
        List<String> muteIntervals,
        List<String> activeIntervals,
        List<Route> children) {

    public Route {
        muteIntervals = List.copyOf(muteIntervals);
        activeIntervals = List.copyOf(activeIntervals);
        children = List.copyOf(children);
    }

    /** The nodes that an alert ends in, in the order in which they are found. */
    public List<Route> match(LabelSet labels) {
        List<Route> found = new ArrayList<>();
        collect(labels, found);
        return found;
    }

    private boolean collect(LabelSet labels, List<Route> found) {
        if (!matchers.matches(labels)) {
            return false;
        }
        int before = found.size();
        for (Route child : children) {
            if (child.collect(labels, found) && !child.continues) {
                break;
            }
        }
        if (found.size() == before) {
            found.add(this);
        }
        return true;
    }

    /** This node and all below it, parents first. */
    public List<Route> all() {
        List<Route> all = new ArrayList<>();
        all.add(this);
        children.forEach(child -> all.addAll(child.all()));
        return all;
    }

    /** What names a group of this node outwards. */
    public String groupKey(LabelSet groupLabels) {
        return key + ":" + groupLabels;
    }
}
