package io.modelwatch.observability.grafana;

import java.util.List;

/** A titled row of panels, all of the same height. Panels that do not fit beside each other go on below. */
public record Row(String title, String titleZh, int height, List<Panel> panels) {

    static final int COLUMNS = 24;

    public Row {
        panels = List.copyOf(panels);
    }

    /** A row of small panels with one number each. */
    public static Row small(String title, String titleZh, Panel... panels) {
        return new Row(title, titleZh, 4, List.of(panels));
    }

    /** A row of pictures. */
    public static Row of(String title, String titleZh, Panel... panels) {
        return new Row(title, titleZh, 8, List.of(panels));
    }

    int width(Panel panel) {
        if (panel.width() > 0) {
            return panel.width();
        }
        return COLUMNS / Math.min(panels.size(), kindsBesideEachOther());
    }

    private int kindsBesideEachOther() {
        return height <= 4 ? 6 : 3;
    }
}
