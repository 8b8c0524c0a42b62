package io.modelwatch.alertrouter.receiver.email;

import io.modelwatch.alertrouter.receiver.ChannelYaml;
import io.modelwatch.alertrouter.receiver.HttpReader;
import io.modelwatch.alertrouter.receiver.Secret;
import io.modelwatch.alertrouter.receiver.TlsSettings;
import io.modelwatch.alertrouter.receiver.email.Email.Threading;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code email_configs}. */
public final class EmailReader {

    static final String TEXT = "{{ template \"email.default.text\" . }}";
    private static final String HTML = "{{ template \"email.default.html\" . }}";
    private static final int SMTPS = 465;
    private static final int MAX_PORT = 65_535;

    private EmailReader() {}

    /** What {@code global} says for mails that do not say it themselves: the keys without {@code smtp_}. */
    public record Globals(
            String from,
            String hello,
            String smarthost,
            String user,
            Optional<Secret> password,
            Optional<Secret> secret,
            String identity,
            boolean requireTls,
            Optional<Boolean> implicitTls,
            TlsSettings tls) {

        public static final Globals NONE = new Globals(
                "",
                "localhost",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                true,
                Optional.empty(),
                TlsSettings.DEFAULT);

        /** Reads the keys of {@code global}. */
        public static Globals read(ChannelYaml yaml) {
            YamlMap map = yaml.map();
            Yaml smarthost = map.get("smtp_smarthost");
            if (smarthost != null) {
                port(smarthost);
            }
            return new Globals(
                    map.get("smtp_from", Yaml::text, ""),
                    map.get("smtp_hello", Yaml::nonEmptyText, NONE.hello()),
                    smarthost == null ? "" : smarthost.text(),
                    map.get("smtp_auth_username", Yaml::text, ""),
                    yaml.secret("smtp_auth_password"),
                    yaml.secret("smtp_auth_secret"),
                    map.get("smtp_auth_identity", Yaml::text, ""),
                    map.get("smtp_require_tls", Yaml::bool, true),
                    Optional.ofNullable(map.find("smtp_force_implicit_tls", Yaml::bool)),
                    map.get("smtp_tls_config", each -> HttpReader.tls(each, yaml.directory()), TlsSettings.DEFAULT));
        }
    }

    /**
     * Reads one element of {@code email_configs}.
     *
     * @param global for what it does not say
     */
    public static Email read(ChannelYaml yaml, Globals global) {
        YamlMap map = yaml.map();
        String to = yaml.template("to", "");
        if (to.isEmpty()) {
            throw map.self().error("missing to address in email config");
        }
        String from = yaml.template("from", global.from());
        if (from.isEmpty()) {
            throw map.self().error("no global SMTP from set, and none here");
        }
        Threading threading = map.get("threading", EmailReader::threading, Threading.NO);
        Map<String, String> headers = headers(yaml, threading);
        Email email = new Email(
                yaml.basics(false),
                server(yaml, global),
                from,
                to,
                headers,
                yaml.template("html", HTML),
                yaml.template("text", TEXT),
                threading);
        map.noOthers();
        return email;
    }

    private static SmtpServer server(ChannelYaml yaml, Globals global) {
        YamlMap map = yaml.map();
        Yaml own = map.get("smarthost");
        String smarthost = own == null ? global.smarthost() : own.text();
        if (smarthost.isEmpty()) {
            throw map.self().error("no global SMTP smarthost set, and none here");
        }
        int port = own == null ? parsedPort(smarthost) : port(own);
        String host = smarthost.substring(0, smarthost.lastIndexOf(':'));
        String user = map.get("auth_username", Yaml::text, global.user());
        Optional<Secret> password = yaml.secret("auth_password").or(global::password);
        Optional<Secret> secret = yaml.secret("auth_secret").or(global::secret);
        String identity = map.get("auth_identity", Yaml::text, global.identity());
        return new SmtpServer(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                map.get("hello", Yaml::nonEmptyText, global.hello()),
                Optional.ofNullable(map.find("force_implicit_tls", Yaml::bool))
                        .or(global::implicitTls)
                        .orElse(port == SMTPS),
                map.get("require_tls", Yaml::bool, global.requireTls()),
                map.get("tls_config", each -> HttpReader.tls(each, yaml.directory()), global.tls()),
                user.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new SmtpServer.Login(user, password, secret, identity)));
    }

    private static int port(Yaml yaml) {
        int port = parsedPort(yaml.text());
        if (port < 1) {
            throw yaml.error("must be host:port, not \"" + yaml.text() + "\"");
        }
        return port;
    }

    /** The port of {@code host:port}; 0 when that is not what it is. */
    private static int parsedPort(String smarthost) {
        int colon = smarthost.lastIndexOf(':');
        try {
            int port = colon < 1 ? 0 : Integer.parseInt(smarthost.substring(colon + 1));
            return port <= MAX_PORT ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Map<String, String> headers(ChannelYaml yaml, Threading threading) {
        Yaml headers = yaml.map().get("headers");
        if (headers == null) {
            return Map.of();
        }
        Map<String, String> read = new LinkedHashMap<>();
        Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        YamlMap map = headers.map();
        for (String name : map.keys()) {
            if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
                throw map.key(name).error("this is no name of a header");
            }
            if (seen.put(name, name) != null) {
                throw map.key(name).error("duplicate header \"" + name + "\" in email config");
            }
            boolean threads = "references".equals(name.toLowerCase(Locale.ROOT))
                    || "in-reply-to".equals(name.toLowerCase(Locale.ROOT));
            if (threads && threading != Threading.NO) {
                throw map.key(name).error("with threading enabled, " + name + " is set by itself");
            }
            Yaml value = map.get(name);
            read.put(name, value == null ? "" : yaml.checked(value));
        }
        return read;
    }

    private static Threading threading(Yaml yaml) {
        YamlMap map = yaml.map();
        boolean enabled = map.get("enabled", Yaml::bool, false);
        Yaml by = map.get("thread_by_date");
        map.noOthers();
        if (!enabled) {
            return Threading.NO;
        }
        String how = by == null ? "" : by.text();
        return switch (how) {
            case "daily" -> Threading.DAILY;
            case "none" -> Threading.FOREVER;
            default -> throw yaml.error("thread_by_date must be daily or none, not \"" + how + "\"");
        };
    }
}
