package io.modelwatch.alertrouter.config;

import java.util.Optional;

/**
 * The texts that a configuration is read from; they may hold secrets.
 *
 * @param config alertmanager.yml
 * @param channels the file of channels that Alertmanager does not have
 */
public record ConfigTexts(String config, Optional<String> channels) {

    /** Not shown. */
    @Override
    public String toString() {
        return "ConfigTexts";
    }
}
