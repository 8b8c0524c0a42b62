package io.modelwatch.security.origin;

import com.google.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names and addresses of this very machine. */
public final class Loopback {

    private static final Pattern ADDRESS = Pattern.compile("127(?:\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private Loopback() {}

    /** Whether a host to listen on is reached from this machine only; nothing is looked up. */
    public static boolean isAddress(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || ADDRESS.matches(name);
    }

    /**
     * Whether a Host header names this machine. A page that had its own name point to 127.0.0.1 sends that name.
     *
     * @param header as sent, with or without a port; without a header there is no browser
     */
    public static boolean isHostHeader(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String host = PORT.matcher(header).replaceFirst("");
        return isAddress(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
    }
}
