package io.modelwatch.alertrouter.route;

import io.modelwatch.alertrouter.label.LabelSet;
import java.util.List;

/**
 * By which labels alerts are grouped.
 *
 * @param all whether by every label, so that each alert is a group of its own
 * @param names the labels otherwise
 */
public record GroupBy(boolean all, List<String> names) {

    public static final GroupBy NOTHING = new GroupBy(false, List.of());
    public static final GroupBy EVERYTHING = new GroupBy(true, List.of());

    public GroupBy {
        names = List.copyOf(names);
    }

    /** The labels that name the group of an alert; a label that the alert lacks is left out. */
    public LabelSet of(LabelSet labels) {
        return all ? labels : labels.only(names);
    }
}
