package io.modelwatch.collector.settings;

import io.modelwatch.intake.ProblemType;
import java.net.URI;
import java.util.Locale;

/** The failures of what is defined by hand. */
public enum SharedProblem implements ProblemType {
    CONFLICT(409, "It has changed, or something else needs it");

    private final int status;
    private final String title;
    private final URI type =
            ProblemType.documented(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    SharedProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public URI type() {
        return type;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}
