package io.modelwatch.alertrouter.outgoing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which addresses receivers may have. An entry is a host, {@code *.domain}, an address or a network such as 10.0.0.0/8. */
@ConfigMapping(prefix = "alert-router.outgoing")
public interface OutgoingSettings {

    /** What may be asked though it would not be otherwise, such as a link-local address. */
    Optional<List<String>> allow();

    /** What is never asked; this wins over {@code allow}. */
    Optional<List<String>> deny();

    /** Whether nothing but {@code allow} may be asked. */
    @WithDefault("false")
    boolean onlyAllowed();
}
