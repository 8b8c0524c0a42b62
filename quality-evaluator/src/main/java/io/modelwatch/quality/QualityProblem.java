package io.modelwatch.quality;

import io.modelwatch.intake.ProblemType;
import java.net.URI;
import java.util.Locale;

/** The failures that only this service has. */
public enum QualityProblem implements ProblemType {
    TOO_FEW_RECORDS(409, "There are too few records"),
    CONFLICT(409, "Somebody else was faster");

    private final int status;
    private final String title;
    private final URI type =
            ProblemType.documented(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    QualityProblem(int status, String title) {
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
