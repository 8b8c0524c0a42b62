package io.modelwatch.alertrouter.receiver;

import java.util.List;

/**
 * Who is told.
 *
 * @param name as routes name it
 * @param integrations the ways to tell; a receiver without any swallows alerts
 */
public record Receiver(String name, List<Integration> integrations) {

    public Receiver {
        integrations = List.copyOf(integrations);
    }

    /** This receiver with more ways to tell it. */
    public Receiver with(List<? extends Integration> more) {
        List<Integration> all = new java.util.ArrayList<>(integrations);
        all.addAll(more);
        return new Receiver(name, all);
    }
}
