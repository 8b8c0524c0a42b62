package io.modelwatch.alertrouter.receiver;

import java.util.List;

/**
 * Who is told.
 *
 * @param name as routes name it
 * @param webhooks the ways to tell; a receiver without any swallows alerts
 */
public record Receiver(String name, List<Webhook> webhooks) {

    public Receiver {
        webhooks = List.copyOf(webhooks);
    }
}
