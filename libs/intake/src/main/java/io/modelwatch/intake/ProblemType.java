package io.modelwatch.intake;

import java.net.URI;

/** A kind of failure: what RFC 9457 calls the problem type. Each service lists its own in one enum. */
public interface ProblemType {

    /** Identifies the kind of failure; stable, documented in {@code docs/problems.md}. */
    URI type();

    /** The kind of failure in a few words, the same for every occurrence. */
    String title();

    /** The HTTP status that goes with it. */
    int status();

    /** The identifier of a problem that {@code docs/problems.md} documents under the given name. */
    static URI documented(String name) {
        return URI.create("urn:modelwatch:problem:" + name);
    }
}
