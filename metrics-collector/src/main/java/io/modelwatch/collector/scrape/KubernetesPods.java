package io.modelwatch.collector.scrape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelwatch.collector.scrape.PodTargets.Found;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the API server of a cluster for its pods, as the service account that this one runs as. Waits on the caller. */
final class KubernetesPods {

    /**
     * Where and how to ask.
     *
     * @param tokenFile read at every question, because tokens are renewed; without it none is sent
     * @param namespaces all where it is empty
     * @param selector of labels; empty for none
     */
    record Access(URI server, Path tokenFile, List<String> namespaces, String selector, int mostTargets) {}

    private static final ObjectReader READER = JsonMapper.builder().build().reader();
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int PAGE = 250;
    private static final long MOST_BYTES = 64L << 20;

    private final HttpClient client;
    private final Access access;
    private final PodTargets targets;

    KubernetesPods(HttpClient client, Access access, PodTargets targets) {
        this.client = client;
        this.access = access;
        this.targets = targets;
    }

    /** A client that trusts the cluster's authority, where there is one. */
    static HttpClient client(@Nullable Path authority) throws IOException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(WITHIN);
        if (authority != null && Files.isReadable(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int index = 0;
            try (InputStream in = Files.newInputStream(authority)) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    trusted.setCertificateEntry("authority-" + index++, certificate);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            builder.sslContext(context);
        }
        return builder.build();
    }

    /**
     * The targets of this moment.
     *
     * @throws IOException when the API server does not answer as it should
     */
    Found find() throws IOException, InterruptedException {
        List<Target> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        if (access.namespaces().isEmpty()) {
            page("/api/v1/pods", found, faults);
        }
        for (String namespace : access.namespaces()) {
            page("/api/v1/namespaces/" + encoded(namespace) + "/pods", found, faults);
        }
        if (found.size() > access.mostTargets()) {
            faults.add(found.size() - access.mostTargets() + " targets more than " + access.mostTargets());
        }
        return new Found(List.copyOf(found.subList(0, Math.min(found.size(), access.mostTargets()))), faults);
    }

    private void page(String path, List<Target> found, List<String> faults) throws IOException, InterruptedException {
        String next = "";
        do {
            JsonNode list = ask(path + "?limit=" + PAGE + "&fieldSelector=" + encoded("status.phase=Running")
                    + (access.selector().isEmpty() ? "" : "&labelSelector=" + encoded(access.selector()))
                    + (next.isEmpty() ? "" : "&continue=" + encoded(next)));
            Found some = targets.of(list.path("items"));
            found.addAll(some.targets());
            faults.addAll(some.faults());
            next = list.path("metadata").path("continue").asText();
        } while (!next.isEmpty() && found.size() <= access.mostTargets());
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(access.server().resolve(path))
                .timeout(WITHIN)
                .header("Accept", "application/json");
        if (Files.isReadable(access.tokenFile())) {
            request.header(
                    "Authorization",
                    "Bearer " + Files.readString(access.tokenFile()).strip());
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != OK) {
                throw new IOException("the API server answered " + answer.statusCode());
            }
            byte[] json = body.readNBytes((int) MOST_BYTES);
            return READER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException("the API server's answer is no JSON", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
