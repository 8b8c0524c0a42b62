package io.modelwatch.alertrouter.receiver;

import io.modelwatch.alertrouter.receiver.HttpSettings.Credentials;
import io.modelwatch.alertrouter.receiver.HttpSettings.Proxy;
import io.modelwatch.alertrouter.yaml.Yaml;
import io.modelwatch.alertrouter.yaml.YamlMap;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code http_config} and {@code tls_config}. */
public final class HttpReader {

    private static final Map<String, String> VERSIONS =
            Map.of("TLS10", "TLSv1", "TLS11", "TLSv1.1", "TLS12", "TLSv1.2", "TLS13", "TLSv1.3");

    /** Headers that requests get otherwise. */
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "content-encoding",
            "content-length",
            "content-type",
            "user-agent",
            "connection",
            "host",
            "idempotency-key",
            "transfer-encoding");

    private final Path directory;

    private HttpReader(Path directory) {
        this.directory = directory;
    }

    /** Reads {@code http_config}; relative file names are relative to the directory. */
    public static HttpSettings read(Yaml yaml, Path directory) {
        return new HttpReader(directory).http(yaml);
    }

    /** Reads {@code tls_config}. */
    public static TlsSettings tls(Yaml yaml, Path directory) {
        return new HttpReader(directory).tls(yaml);
    }

    private HttpSettings http(Yaml yaml) {
        YamlMap map = yaml.map();
        List<Credentials> credentials = new ArrayList<>();
        Optional.ofNullable(map.find("basic_auth", this::basic)).ifPresent(credentials::add);
        Optional.ofNullable(map.find("authorization", this::token)).ifPresent(credentials::add);
        Optional.ofNullable(map.find("oauth2", this::oauth2)).ifPresent(credentials::add);
        Secret bearer = ReceiverReader.secret(map, "bearer_token", directory);
        if (bearer != null) {
            credentials.add(new Credentials.Token("Bearer", bearer));
        }
        if (credentials.size() > 1) {
            throw yaml.error("at most one of basic_auth, authorization, oauth2 and bearer_token must be configured");
        }
        HttpSettings http = new HttpSettings(
                credentials.isEmpty() ? null : credentials.getFirst(),
                map.get("tls_config", this::tls, TlsSettings.DEFAULT),
                proxy(map),
                map.get("follow_redirects", Yaml::bool, true),
                map.get("http_headers", this::headers, Map.of()),
                true);
        // Taken and without effect: requests go out over HTTP/1.1.
        map.find("enable_http2", Yaml::bool);
        map.noOthers();
        return http;
    }

    private Credentials basic(Yaml yaml) {
        YamlMap map = yaml.map();
        String username = map.get("username", Yaml::text, "");
        Secret password = ReceiverReader.secret(map, "password", directory);
        map.noOthers();
        return new Credentials.Basic(username, password == null ? new Secret.Inline("") : password);
    }

    private Credentials token(Yaml yaml) {
        YamlMap map = yaml.map();
        String scheme = map.get("type", Yaml::nonEmptyText, "Bearer").strip();
        if ("basic".equalsIgnoreCase(scheme)) {
            throw yaml.error("authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        }
        Secret token = ReceiverReader.secret(map, "credentials", directory);
        map.noOthers();
        return new Credentials.Token(scheme, token == null ? new Secret.Inline("") : token);
    }

    private Credentials oauth2(Yaml yaml) {
        YamlMap map = yaml.map();
        Secret secret = ReceiverReader.secret(map, "client_secret", directory);
        Credentials.OAuth2 read = new Credentials.OAuth2(
                map.require("client_id").nonEmptyText(),
                secret == null ? new Secret.Inline("") : secret,
                ReceiverReader.url(map.require("token_url")),
                map.list("scopes").stream().map(Yaml::nonEmptyText).toList(),
                map.get("endpoint_params", each -> each.map().texts(), Map.of()),
                map.get("tls_config", this::tls, TlsSettings.DEFAULT),
                proxy(map));
        map.noOthers();
        return read;
    }

    private TlsSettings tls(Yaml yaml) {
        YamlMap map = yaml.map();
        Optional<Secret> certificate = Optional.ofNullable(ReceiverReader.secret(map, "cert", directory));
        Optional<Secret> key = Optional.ofNullable(ReceiverReader.secret(map, "key", directory));
        if (certificate.isPresent() != key.isPresent()) {
            throw yaml.error("a client certificate needs both cert and key (or cert_file and key_file)");
        }
        TlsSettings tls = new TlsSettings(
                Optional.ofNullable(ReceiverReader.secret(map, "ca", directory)),
                certificate,
                key,
                map.get("server_name", Yaml::nonEmptyText, ""),
                map.get("insecure_skip_verify", Yaml::bool, false),
                map.get("min_version", HttpReader::version, ""),
                map.get("max_version", HttpReader::version, ""));
        map.noOthers();
        if (!tls.minVersion().isEmpty()
                && !tls.maxVersion().isEmpty()
                && tls.minVersion().compareTo(tls.maxVersion()) > 0) {
            throw yaml.error("min_version must not be newer than max_version");
        }
        return tls;
    }

    private static String version(Yaml yaml) {
        String version = VERSIONS.get(yaml.text());
        if (version == null) {
            throw yaml.error("must be one of TLS10, TLS11, TLS12 and TLS13, not \"" + yaml.text() + "\"");
        }
        return version;
    }

    private Proxy proxy(YamlMap map) {
        Yaml url = map.get("proxy_url");
        String except = map.get("no_proxy", Yaml::text, "");
        boolean environment = map.get("proxy_from_environment", Yaml::bool, false);
        if (environment && url != null) {
            throw url.error("at most one of proxy_url and proxy_from_environment must be configured");
        }
        if (environment && !except.isEmpty()) {
            throw map.key("no_proxy").error("no_proxy and proxy_from_environment exclude each other");
        }
        if (!except.isEmpty() && url == null) {
            throw map.key("no_proxy").error("no_proxy needs a proxy_url");
        }
        Map<String, List<Secret>> headers = map.get("proxy_connect_header", HttpReader::connectHeaders, Map.of());
        if (!headers.isEmpty() && url == null && !environment) {
            throw map.key("proxy_connect_header").error("proxy_connect_header needs a proxy");
        }
        if (url != null) {
            URI checked = ReceiverReader.url(url);
            if (checked.getPort() > 65_535) {
                throw url.error("there is no such port");
            }
        }
        return new Proxy(
                url == null ? Optional.empty() : Optional.of(new Secret.Inline(url.text())),
                except,
                environment,
                headers);
    }

    private static Map<String, List<Secret>> connectHeaders(Yaml yaml) {
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        YamlMap map = yaml.map();
        for (String name : map.keys()) {
            List<Secret> values = new ArrayList<>();
            map.list(name).forEach(each -> values.add(new Secret.Inline(each.text())));
            headers.put(checkedName(map, name), values);
        }
        return headers;
    }

    private Map<String, List<Secret>> headers(Yaml yaml) {
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        YamlMap map = yaml.map();
        for (String name : map.keys()) {
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw map.key(name).error("the header " + name + " is not set here");
            }
            YamlMap one = map.require(name).map();
            List<Secret> values = new ArrayList<>();
            one.list("values").forEach(each -> values.add(new Secret.Inline(each.text())));
            one.list("secrets").forEach(each -> values.add(new Secret.Inline(each.text())));
            one.list("files").forEach(each -> values.add(new Secret.InFile(directory.resolve(each.nonEmptyText()))));
            one.noOthers();
            headers.put(checkedName(map, name), values);
        }
        return headers;
    }

    private static String checkedName(YamlMap map, String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0)) {
            throw map.key(name).error("this is no name of a header");
        }
        return name;
    }
}
