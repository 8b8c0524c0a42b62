package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.template.TemplateSet;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What all channels have in common.
 *
 * @param index the place among the receiver's integrations of the same kind
 * @param sendResolved whether the end of alerts is told too
 * @param timeout for one request; zero for none of its own
 * @param http how requests are sent
 * @param templates that texts may use
 */
public record ChannelBasics(
        int index, boolean sendResolved, Duration timeout, HttpSettings http, TemplateSet templates) {

    /** Renders the texts of a channel for a message. */
    public UnaryOperator<String> renderer(Message message) {
        return text -> templates.render("", text, message.data());
    }
}
