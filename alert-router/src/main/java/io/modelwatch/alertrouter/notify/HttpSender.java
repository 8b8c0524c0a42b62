package io.modelwatch.alertrouter.notify;

import io.modelwatch.alertrouter.outgoing.AddressPolicy;
import io.modelwatch.alertrouter.outgoing.Http;
import io.modelwatch.alertrouter.outgoing.Smtp;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.FollowUp;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import io.modelwatch.alertrouter.receiver.email.Mail;
import io.modelwatch.alertrouter.receiver.email.SmtpServer;
import io.modelwatch.alertrouter.template.TemplateException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Lets channels tell what they have to, one attempt a call. Blocks: call it from a virtual thread. */
public final class HttpSender {

    private final Http http;
    private final Smtp smtp;
    private final Duration requestTimeout;
    private final SendPolicy sendPolicy;

    public HttpSender(NotifySettings settings, AddressPolicy policy, String reportedVersion) {
        this(
                settings.connectTimeout(),
                settings.requestTimeout(),
                policy,
                "Alertmanager/" + reportedVersion,
                SendPolicy.of(settings));
    }

    /** With the usual policy on addresses. */
    public HttpSender(NotifySettings settings, String reportedVersion) {
        this(settings, AddressPolicy.DEFAULT, reportedVersion);
    }

    /** For receivers that answer within the given times. */
    public HttpSender(Duration connectTimeout, Duration requestTimeout, String userAgent) {
        this(connectTimeout, requestTimeout, AddressPolicy.DEFAULT, userAgent);
    }

    /** The same with a policy on addresses. */
    public HttpSender(Duration connectTimeout, Duration requestTimeout, AddressPolicy policy, String userAgent) {
        this(connectTimeout, requestTimeout, policy, userAgent, SendPolicy.DEFAULT);
    }

    private HttpSender(
            Duration connectTimeout,
            Duration requestTimeout,
            AddressPolicy policy,
            String userAgent,
            SendPolicy sendPolicy) {
        this.sendPolicy = sendPolicy;
        this.http = new Http(policy, connectTimeout, userAgent, System.getenv(), InstantSource.system());
        this.smtp = new Smtp(policy, connectTimeout);
        this.requestTimeout = requestTimeout;
    }

    /** How messages are sent. */
    SendPolicy policy() {
        return sendPolicy;
    }

    /**
     * What is known about an attempt.
     *
     * @param key the same for every attempt of one notification
     * @param number from 1
     * @param remembered by the channel when it told this group last
     * @param followUp how changes are told
     * @param now goes into signatures
     * @param left how long it may take at most
     */
    public record Attempt(
            String key, int number, Map<String, String> remembered, FollowUp followUp, Instant now, Duration left) {}

    /**
     * Sends a message once.
     *
     * @throws InterruptedException when this thread shall stop
     */
    public SendResult send(Channel channel, Message message, Attempt attempt) throws InterruptedException {
        try {
            return channel.send(message, new Way(channel, attempt));
        } catch (Unanswered e) {
            return e.failure();
        } catch (IOException | IllegalArgumentException e) {
            return new SendResult.Failed(
                    false, "other", "the receiver's configuration cannot be used: " + e.getMessage());
        } catch (TemplateException e) {
            return new SendResult.Failed(false, "other", e.getMessage() == null ? "bad template" : e.getMessage());
        }
    }

    /**
     * The first attempt to tell something new.
     *
     * @throws InterruptedException when this thread shall stop
     */
    public SendResult send(Channel channel, Message message, String key, Instant now, Duration left)
            throws InterruptedException {
        return send(channel, message, new Attempt(key, 1, Map.of(), FollowUp.NEW, now, left));
    }

    /** The way out for one attempt. */
    private final class Way implements Exchange {

        private final Channel channel;
        private final Attempt attempt;
        private final long end;

        Way(Channel channel, Attempt attempt) {
            this.channel = channel;
            this.attempt = attempt;
            this.end = System.nanoTime() + attempt.left().toNanos();
        }

        @Override
        public Instant now() {
            return attempt.now();
        }

        @Override
        public int attempt() {
            return attempt.number();
        }

        @Override
        public String key() {
            return attempt.key();
        }

        @Override
        public Map<String, String> remembered() {
            return attempt.remembered();
        }

        @Override
        public FollowUp followUp() {
            return attempt.followUp();
        }

        @Override
        public Answer ask(Request request) throws Unanswered, IOException {
            return http.ask(request, channel.http(), attempt.key(), timeout());
        }

        @Override
        public SendResult mail(SmtpServer server, Mail mail) throws Unanswered, IOException {
            return smtp.send(server, mail, timeout());
        }

        private Duration timeout() {
            Duration wanted = channel.timeout();
            Duration own = wanted.isZero() || wanted.compareTo(requestTimeout) > 0 ? requestTimeout : wanted;
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Duration timeout = own.compareTo(left) < 0 ? own : left;
            return timeout.isPositive() ? timeout : Duration.ofMillis(1);
        }
    }
}
