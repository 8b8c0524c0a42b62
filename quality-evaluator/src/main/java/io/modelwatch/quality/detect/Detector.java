package io.modelwatch.quality.detect;

/** Looks at one exchange for one thing. Stateless: the same exchange always gets the same verdict. */
public interface Detector {

    /** The name in requests, answers and metrics, in snake case. */
    String name();

    /** Changes whenever the same exchange may get another verdict than before. */
    String version();

    Verdict assess(Exchange exchange);
}
