package io.modelwatch.alertrouter.outgoing;

import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Turns sockets into encrypted ones as a {@code tls_config} says. */
final class Tls {

    private static final char[] NO_PASSWORD = new char[0];

    private final TlsSettings settings;
    private @Nullable SSLContext made;

    /**
     * Reads the certificates, if the settings name some.
     *
     * @throws IOException when a file cannot be read or holds no certificate or key
     */
    Tls(TlsSettings settings) throws IOException {
        this.settings = settings;
        if (!settings.equals(TlsSettings.DEFAULT)) {
            context();
        }
    }

    /** Made when it is wanted first: the machine's own certificates take a while to read. */
    synchronized SSLContext context() throws IOException {
        SSLContext context = made;
        if (context == null) {
            try {
                context = SSLContext.getInstance("TLS");
                context.init(keys(settings), trust(settings), new SecureRandom());
            } catch (GeneralSecurityException e) {
                throw new IOException("tls_config cannot be used: " + e.getMessage(), e);
            }
            made = context;
        }
        return context;
    }

    private static KeyManager @Nullable [] keys(TlsSettings settings) throws IOException, GeneralSecurityException {
        Optional<Secret> certificate = settings.certificate();
        Optional<Secret> key = settings.key();
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        List<X509Certificate> chain = Pem.certificates(certificate.get().reveal());
        PrivateKey secret = Pem.key(key.get().reveal());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("client", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.insecure()) {
            return new TrustManager[] {new TrustsAll()};
        }
        if (settings.ca().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int count = 0;
        for (X509Certificate each : Pem.certificates(settings.ca().get().reveal())) {
            store.setCertificateEntry("ca" + count++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Speaks TLS over a connected socket.
     *
     * @param host that the certificate must bear, unless the settings name another
     * @param timeout for the handshake, in milliseconds; 0 for none
     */
    SSLSocket upgrade(Socket plain, String host, int port, int timeout) throws IOException {
        String name = settings.serverName().isEmpty() ? host : settings.serverName();
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        if (!settings.insecure()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        List<String> protocols = settings.protocols();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        socket.setSSLParameters(parameters);
        int before = socket.getSoTimeout();
        if (timeout > 0) {
            socket.setSoTimeout(timeout);
        }
        socket.startHandshake();
        socket.setSoTimeout(before);
        return socket;
    }

    /** For {@code insecure_skip_verify}, which the operator asked for. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
