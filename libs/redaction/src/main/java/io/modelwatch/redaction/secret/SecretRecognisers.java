package io.modelwatch.redaction.secret;

import io.modelwatch.redaction.entity.Recogniser;
import java.util.List;

/** Everything that opens a door. */
public final class SecretRecognisers {

    public static final List<Recogniser> ALL =
            List.of(new TokenRecogniser(), new PrivateKeyRecogniser(), new AssignmentRecogniser());

    private SecretRecognisers() {}
}
