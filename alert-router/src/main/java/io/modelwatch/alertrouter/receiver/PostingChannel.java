package io.modelwatch.alertrouter.receiver;

import java.io.IOException;
import java.time.Instant;

/** A channel that tells by one request. */
public interface PostingChannel extends Channel {

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

    @Override
    default SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        return result(exchange.ask(request(message, exchange.now())));
    }
}
