package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.email.Mail;
import io.modelwatch.alertrouter.receiver.email.SmtpServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** One attempt to tell something: the way out, and what is known from earlier ones. Blocks. */
public interface Exchange {

    /** The time by which requests are signed. */
    Instant now();

    /** The number of this attempt, from 1. */
    int attempt();

    /** The same for every attempt of one notification. */
    String key();

    /** What the channel remembered about this group when it told it last; empty for a new incident. */
    Map<String, String> remembered();

    /** How changes of an incident are told where the service can do more than post anew. */
    FollowUp followUp();

    /**
     * Sends a request and waits for the answer, whatever its status.
     *
     * @throws Unanswered when there was none
     * @throws IOException when a file that holds a secret cannot be read
     */
    Answer ask(Request request) throws Unanswered, IOException, InterruptedException;

    /**
     * Hands a mail to a server.
     *
     * @throws Unanswered when the server did not say whether it has it
     * @throws IOException when a file that holds a secret cannot be read
     */
    SendResult mail(SmtpServer server, Mail mail) throws Unanswered, IOException;
}
