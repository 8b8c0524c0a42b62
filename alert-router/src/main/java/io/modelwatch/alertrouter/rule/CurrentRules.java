package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.config.RouterSettings;
import io.modelwatch.alertrouter.yaml.ConfigException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The rules in use: threshold rules and Prometheus' ones. A reload that fails leaves them as they were. */
@ApplicationScoped
public class CurrentRules {

    private static final Logger LOG = Logger.getLogger(CurrentRules.class);
    private static final String SHIPPED = "/threshold-rules-default.yml";

    private final RuleSettings settings;
    private final boolean shipped;
    private volatile List<RuleGroup> current;

    /** Loads the rules; files that cannot be used stop the start. */
    public CurrentRules(RuleSettings settings, RouterSettings router) {
        this.settings = settings;
        this.shipped = router.configFile().isEmpty()
                && settings.ruleFiles().isEmpty()
                && settings.prometheus().ruleFiles().isEmpty();
        this.current = load();
    }

    List<RuleGroup> get() {
        return current;
    }

    /**
     * Reads the files again.
     *
     * @return what puts them to use, so that nothing changes when something else is refused
     * @throws ConfigException when they cannot be used; the rules then stay as they were
     */
    public Runnable prepareReload() {
        List<RuleGroup> loaded = load();
        return () -> current = loaded;
    }

    private List<RuleGroup> load() {
        if (shipped) {
            return shipped();
        }
        List<RuleGroup> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : settings.ruleFiles().orElse(List.of())) {
            for (RuleGroup group : read(file, text -> RuleReader.read(text, file.toString()))) {
                if (!names.add(group.name())) {
                    throw new ConfigException(file + ": the group \"" + group.name() + "\" is in another file too");
                }
                groups.add(group);
            }
        }
        groups.addAll(prometheus());
        return List.copyOf(groups);
    }

    private List<RuleGroup> prometheus() {
        RuleSettings.Prometheus prometheus = settings.prometheus();
        List<RuleGroup> groups = new ArrayList<>();
        for (Path file : files(prometheus.ruleFiles().orElse(List.of()))) {
            groups.addAll(read(
                    file,
                    text -> new PrometheusRuleReader(file.toString(), prometheus.evaluationInterval()).read(text)));
        }
        if (!groups.isEmpty() && prometheus.url().isEmpty()) {
            throw new ConfigException("alert-router.prometheus.rule-files needs alert-router.prometheus.url");
        }
        int recordings =
                groups.stream().mapToInt(group -> group.recordings().size()).sum();
        if (recordings > 0) {
            LOG.infof("recording rules are left to Prometheus count=%d", recordings);
        }
        return groups;
    }

    /** The files that the names mean, each once and in order; a name with a star may mean none. */
    private static Set<Path> files(List<String> names) {
        Set<Path> files = new TreeSet<>();
        for (String name : names) {
            Path path = Path.of(name);
            Path last = path.getFileName();
            if (last == null || !last.toString().contains("*")) {
                files.add(path);
                continue;
            }
            Path directory = path.getParent() == null ? Path.of(".") : path.getParent();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, last.toString())) {
                found.forEach(files::add);
            } catch (IOException e) {
                throw new ConfigException("cannot look into " + directory + ": " + e, e);
            }
        }
        return files;
    }

    private static List<RuleGroup> read(Path file, Function<String, List<RuleGroup>> reader) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e, e);
        }
        try {
            return reader.apply(text);
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.reason(), e);
        }
    }

    /** The rules of the levels that the shipped configuration has. */
    static List<RuleGroup> shipped() {
        try (InputStream in = CurrentRules.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new ConfigException("the service lacks its default rules");
            }
            return RuleReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), "shipped");
        } catch (IOException e) {
            throw new ConfigException("cannot read the default rules", e);
        }
    }
}
