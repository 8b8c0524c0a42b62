package io.modelwatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of a run, as Markdown. */
final class Table {

    /** What is asked of a figure: a name for it, the figure, the bound and whether it is an upper one. */
    record Target(String text, double value, double bound, boolean upper) {

        static Target atMost(String text, double value, double bound) {
            return new Target(text, value, bound, true);
        }

        static Target atLeast(String text, double value, double bound) {
            return new Target(text, value, bound, false);
        }

        boolean met() {
            return upper ? value <= bound : value >= bound;
        }

        @Override
        public String toString() {
            return "%s %s, asked %s %s: %s"
                    .formatted(text, number(value), upper ? "≤" : "≥", number(bound), met() ? "met" : "**short**");
        }
    }

    private final List<String> lines = new ArrayList<>();

    /** One load: the subjects side by side, ours first, and what was asked. */
    void section(String title, List<Measurement> measurements, List<Target> targets) {
        lines.add("");
        lines.add("### " + title);
        lines.add("");
        lines.add(
                "| subject | events | events/s | CPU s per million | p50 ms | p95 ms | p99 ms | memory MB | failed |");
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Measurement row : measurements) {
            lines.add("| %s | %d | %s | %s | %s | %s | %s | %s | %d |"
                    .formatted(
                            row.subject(),
                            row.events(),
                            number(row.rate()),
                            number(row.cpuPerMillion()),
                            number(row.p50()),
                            number(row.p95()),
                            number(row.p99()),
                            number(row.resident()),
                            row.failed()));
        }
        if (!targets.isEmpty()) {
            lines.add("");
            targets.forEach(target -> lines.add("- " + target));
        }
    }

    /** A remark below a section. */
    void note(String text) {
        lines.add("");
        lines.add(text);
    }

    /** Three significant digits; whole from a thousand on. */
    static String number(double value) {
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
