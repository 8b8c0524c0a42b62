package io.modelwatch.alertrouter.receiver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that can tell people. It knows the service's payload and what its answers mean. */
public non-sealed interface Channel extends Integration {

    /** What all channels have in common. */
    ChannelBasics basics();

    /**
     * Tells once, by as many requests as the service needs. Blocks.
     *
     * @throws Unanswered when the service could not be asked or did not answer
     * @throws IOException when a file that holds a secret cannot be read
     * @throws io.modelwatch.alertrouter.template.TemplateException when a text cannot be rendered
     * @throws IllegalArgumentException when what was configured does not make a request
     */
    SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException;

    /**
     * As alertmanager.yml would say it, without secrets; empty for a channel that Alertmanager's tools do not know.
     */
    Optional<Map<String, Object>> effective();

    /** What the service takes at most; all of them hold. None when nothing is known. */
    default List<Rate> rates() {
        return List.of();
    }

    /**
     * For whom the service counts: channels with equal targets share the rates. It may hold secrets and must be
     * hashed before it is kept.
     *
     * @throws IOException when a file that holds a secret cannot be read
     */
    default String target() throws IOException {
        return id();
    }

    /** Whether the channel wants to know what it remembered of a group when it tells of it again. */
    default boolean remembers() {
        return false;
    }

    @Override
    default int index() {
        return basics().index();
    }

    @Override
    default boolean sendResolved() {
        return basics().sendResolved();
    }

    /** How requests are sent. */
    default HttpSettings http() {
        return basics().http();
    }

    /** For one request; zero for none of its own. */
    default Duration timeout() {
        return basics().timeout();
    }
}
