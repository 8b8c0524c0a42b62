package io.modelwatch.alertrouter.rule;

import io.modelwatch.alertrouter.yaml.ConfigException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The threshold rules in use. A reload that fails leaves them as they were. */
@ApplicationScoped
public class CurrentRules {

    private final RuleSettings settings;
    private volatile List<RuleGroup> current;

    /** Loads the rules; files that cannot be used stop the start. */
    public CurrentRules(RuleSettings settings) {
        this.settings = settings;
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
        List<RuleGroup> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : settings.ruleFiles().orElse(List.of())) {
            for (RuleGroup group : load(file)) {
                if (!names.add(group.name())) {
                    throw new ConfigException(file + ": the group \"" + group.name() + "\" is in another file too");
                }
                groups.add(group);
            }
        }
        return List.copyOf(groups);
    }

    private static List<RuleGroup> load(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e, e);
        }
        try {
            return RuleReader.read(text, file.toString());
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.reason(), e);
        }
    }
}
