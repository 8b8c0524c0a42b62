package io.modelwatch.alertrouter.receiver.email;

import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.TlsSettings;
import java.util.Optional;

/**
 * A server that takes mail.
 *
 * @param hello how this client names itself
 * @param implicitTls whether TLS is spoken from the first byte
 * @param requireTls whether the connection must be encrypted by STARTTLS otherwise
 * @param login what proves who asks, if anything does
 */
public record SmtpServer(
        String host,
        int port,
        String hello,
        boolean implicitTls,
        boolean requireTls,
        TlsSettings tls,
        Optional<Login> login) {

    /**
     * Credentials.
     *
     * @param user name
     * @param password for PLAIN, LOGIN and XOAUTH2
     * @param secret for CRAM-MD5
     * @param identity for PLAIN; mostly empty
     */
    public record Login(String user, Optional<Secret> password, Optional<Secret> secret, String identity) {}
}
