package io.modelwatch.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.yaml.snakeyaml.Yaml;

/** A service as it is shipped, and what its classes say about the endpoints that it has. */
final class PackagedService {

    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
    private static final DotName REST_CLIENT =
            DotName.createSimple("org.eclipse.microprofile.rest.client.inject.RegisterRestClient");
    private static final DotName OBSERVES = DotName.createSimple("jakarta.enterprise.event.Observes");
    private static final DotName WEB_SOCKET = DotName.createSimple("io.quarkus.websockets.next.WebSocket");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    /** What Quarkus adds to every service. */
    private static final List<Endpoint> OF_QUARKUS = List.of(
            new Endpoint("GET", "/q/health"),
            new Endpoint("GET", "/q/health/live"),
            new Endpoint("GET", "/q/health/ready"),
            new Endpoint("GET", "/q/health/started"),
            new Endpoint("GET", "/q/metrics"),
            new Endpoint("GET", "/q/openapi"));

    private static final Set<String> DOCUMENTED_METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

    private final String name;
    private final Path folder;
    private final List<Path> jars;
    private final Index index;

    PackagedService(String name) {
        this.name = name;
        this.folder = RunningStack.ROOT.resolve(name);
        Path app = folder.resolve("target/quarkus-app");
        try {
            this.jars = Stream.concat(
                            jarsOf(app.resolve("app")),
                            jarsOf(app.resolve("lib/main"))
                                    .filter(jar -> jar.getFileName().toString().startsWith("io.modelwatch.")))
                    .toList();
            this.index = index(jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> jarsOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
        }
    }

    private static Index index(List<Path> jars) throws IOException {
        Indexer indexer = new Indexer();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (JarEntry entry : entries(jar)) {
                    if (entry.getName().endsWith(".class")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            indexer.index(in);
                        }
                    }
                }
            }
        }
        return indexer.complete();
    }

    private static List<JarEntry> entries(JarFile jar) {
        List<JarEntry> entries = new ArrayList<>();
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
            entries.add(all.nextElement());
        }
        return entries;
    }

    String name() {
        return name;
    }

    Path jar() {
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Every endpoint there is: of the classes, of static files, of Quarkus. */
    Set<Endpoint> endpoints() throws IOException {
        Set<Endpoint> endpoints = new TreeSet<>(OF_QUARKUS);
        for (String method : METHODS) {
            for (AnnotationInstance annotation :
                    index.getAnnotations(DotName.createSimple("jakarta.ws.rs." + method))) {
                MethodInfo target = annotation.target().asMethod();
                ClassInfo owner = target.declaringClass();
                if (!owner.hasDeclaredAnnotation(REST_CLIENT)) {
                    endpoints.addAll(Endpoint.of(
                            method, joined(path(owner.declaredAnnotation(PATH)), path(target.annotation(PATH)))));
                }
            }
        }
        for (AnnotationInstance annotation : index.getAnnotations(WEB_SOCKET)) {
            endpoints.add(new Endpoint("GET", annotation.value("path").asString()));
        }
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (JarEntry entry : entries(jar)) {
                    String file = entry.getName();
                    if (file.startsWith("META-INF/resources/") && !entry.isDirectory()) {
                        String at = file.substring("META-INF/resources".length());
                        endpoints.add(new Endpoint("GET", at));
                        if (at.endsWith("/index.html")) {
                            endpoints.add(new Endpoint("GET", at.substring(0, at.length() - "index.html".length())));
                        }
                    }
                }
            }
        }
        return endpoints;
    }

    private static String path(AnnotationInstance annotation) {
        return annotation == null ? "" : annotation.value().asString();
    }

    private static String joined(String first, String second) {
        String joined = ("/" + first + "/" + second).replaceAll("/{2,}", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    /** What {@code openapi.yaml} documents. */
    Set<Endpoint> documented() throws IOException {
        Set<Endpoint> endpoints = new TreeSet<>();
        try (InputStream in = Files.newInputStream(folder.resolve("openapi.yaml"))) {
            Map<String, Map<String, Map<String, Object>>> description = new Yaml().load(in);
            description
                    .get("paths")
                    .forEach((path, methods) -> methods.keySet().stream()
                            .filter(DOCUMENTED_METHODS::contains)
                            .forEach(method ->
                                    endpoints.add(new Endpoint(method.toUpperCase(java.util.Locale.ROOT), path))));
        }
        return endpoints;
    }

    /** Classes that put handlers in front of the router or beside it, which no annotation of JAX-RS tells about. */
    Set<String> handlersBesideJaxRs() {
        Set<String> classes = new LinkedHashSet<>();
        for (AnnotationInstance annotation : index.getAnnotations(OBSERVES)) {
            if (annotation.target().kind() == AnnotationTarget.Kind.METHOD_PARAMETER) {
                String type =
                        annotation.target().asMethodParameter().type().name().toString();
                if (type.equals("io.vertx.ext.web.Router") || type.endsWith(".filters.Filters")) {
                    classes.add(annotation
                            .target()
                            .asMethodParameter()
                            .method()
                            .declaringClass()
                            .simpleName());
                }
            }
        }
        index.getAnnotations(DotName.createSimple("io.quarkus.vertx.web.Route"))
                .forEach(annotation -> classes.add(annotation.target().toString()));
        return classes;
    }
}
