package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.email.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Encrypts the connection to a mail server after STARTTLS, as the {@code tls_config} says. */
final class TlsLayer extends SSLSocketFactory {

    private final Tls tls;
    private final SmtpServer server;
    private final int timeout;

    TlsLayer(Tls tls, SmtpServer server, int timeout) {
        this.tls = tls;
        this.server = server;
        this.timeout = timeout;
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return tls.upgrade(plain, server.host(), server.port(), timeout);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw notHere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw notHere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw notHere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw notHere();
    }

    private static IOException notHere() {
        return new IOException("connections are opened elsewhere");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return suites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return suites();
    }

    private String[] suites() {
        try {
            return tls.context().getSocketFactory().getDefaultCipherSuites();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
