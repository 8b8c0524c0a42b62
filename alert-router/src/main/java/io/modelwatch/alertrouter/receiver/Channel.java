package io.modelwatch.alertrouter.receiver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A messaging service that is told by one HTTP request. It knows the service's payload and what its answers mean. */
public non-sealed interface Channel extends Integration {

    /** What all channels have in common. */
    ChannelBasics basics();

    /**
     * What to send.
     *
     * @param now goes into signatures
     * @throws IOException when a file that holds a secret cannot be read
     * @throws io.modelwatch.alertrouter.template.TemplateException when a text cannot be rendered
     * @throws IllegalArgumentException when what was configured does not make a request
     */
    Request request(Message message, Instant now) throws IOException;

    /** What an answer means. */
    SendResult result(Answer answer);

    /**
     * As alertmanager.yml would say it, without secrets; empty for a channel that Alertmanager's tools do not know.
     */
    Optional<Map<String, Object>> effective();

    @Override
    default int index() {
        return basics().index();
    }

    @Override
    default boolean sendResolved() {
        return basics().sendResolved();
    }

    @Override
    default HttpSettings http() {
        return basics().http();
    }

    default Duration timeout() {
        return basics().timeout();
    }
}
