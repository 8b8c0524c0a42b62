package io.modelwatch.alertrouter.config;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that offers and refuses what the test says, verb by verb; {@code ..} is the end of the text. */
final class SmtpFake implements AutoCloseable {

    private static final String CHALLENGE = "<1.2@fake>";

    private final ServerSocket server;
    private final String ways;
    private final boolean tls;
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private volatile String login = "";
    private volatile String mail = "";
    private volatile boolean encrypted;

    SmtpFake(String ways, boolean tls) {
        this.ways = ways;
        this.tls = tls;
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void refuse(String verb, String answer) {
        refusals.put(verb, answer);
    }

    String login() {
        return login;
    }

    String mail() {
        return mail;
    }

    boolean encrypted() {
        return encrypted;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket first) {
        try (Socket plain = first) {
            say(plain, "220 fake");
            if (converse(plain, false)) {
                SSLSocket secure = (SSLSocket)
                        context().getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                encrypted = true;
                converse(secure, true);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    /** With the certificate that GreenMail has. */
    private static SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(new DummySSLServerSocketFactory().getKeyStore(), "changeit".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Until the end, or until encryption is wanted, which is told by true. */
    private boolean converse(Socket socket, boolean secure) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]", 2)[0];
            String refusal = "";
            for (Map.Entry<String, String> each : refusals.entrySet()) {
                if (line.startsWith(each.getKey())) {
                    refusal = each.getValue();
                }
            }
            if (!refusal.isEmpty()) {
                say(socket, refusal);
                continue;
            }
            switch (verb) {
                case "EHLO" -> {
                    say(socket, "250-fake");
                    if (tls && !secure) {
                        say(socket, "250-STARTTLS");
                    } else if (!ways.isEmpty()) {
                        say(socket, "250-AUTH " + ways);
                    }
                    say(socket, "250 8BITMIME");
                }
                case "STARTTLS" -> {
                    say(socket, "220 go");
                    return true;
                }
                case "AUTH" -> auth(socket, in, line);
                case "DATA" -> {
                    say(socket, "354 go");
                    if (!data(socket, in)) {
                        return false;
                    }
                }
                case "QUIT" -> {
                    say(socket, "221 bye");
                    return false;
                }
                default -> say(socket, "250 ok");
            }
        }
        return false;
    }

    private boolean data(Socket socket, BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            text.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
        }
        mail = text.toString();
        String answer = refusals.getOrDefault("..", "250 ok");
        if (answer.isEmpty()) {
            socket.close();
            return false;
        }
        say(socket, answer);
        return true;
    }

    private void auth(Socket socket, BufferedReader in, String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[1]) {
            case "PLAIN" -> login = "PLAIN" + decoded(words[2]).replace('\0', ' ');
            case "XOAUTH2" ->
                login = "XOAUTH2 "
                        + decoded(words[2])
                                .replace("user=", "")
                                .replace("\1auth=Bearer ", " ")
                                .replace("\1", "");
            case "LOGIN" -> {
                say(socket, "334 " + encoded("Username:"));
                String user = decoded(in.readLine());
                say(socket, "334 " + encoded("Password:"));
                login = "LOGIN " + user + " " + decoded(in.readLine());
            }
            case "CRAM-MD5" -> {
                say(socket, "334 " + encoded(CHALLENGE));
                String[] answer = decoded(in.readLine()).split(" ");
                login = "CRAM-MD5 " + answer[0] + " "
                        + (answer[1].equals(hmac(ChannelFixture.SECRET)) ? ChannelFixture.SECRET : "wrong");
            }
            default -> {
                say(socket, "504 no");
                return;
            }
        }
        say(socket, "235 ok");
    }

    private static String hmac(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(CHALLENGE.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
