package io.modelwatch.alertrouter.template;

import io.modelwatch.alertrouter.template.Parser.Definition;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Templates that know each other by name. Immutable: adding a text gives another set. */
public final class TemplateSet {

    /** Most characters of what one template prints. */
    public static final int MAX_LENGTH = 1 << 20;

    private final Map<String, Definition> templates;
    private final Map<String, Function> functions;

    private TemplateSet(Map<String, Definition> templates, Map<String, Function> functions) {
        this.templates = Collections.unmodifiableMap(templates);
        this.functions = functions;
    }

    /**
     * A set without templates, but with all functions.
     *
     * @param clock what {@code now} and {@code since} go by
     */
    public static TemplateSet empty(InstantSource clock) {
        Map<String, Function> functions = new LinkedHashMap<>(Builtins.functions());
        functions.putAll(Functions.functions(clock));
        return new TemplateSet(new LinkedHashMap<>(), Collections.unmodifiableMap(functions));
    }

    /**
     * This set and the templates of a text; they replace those of the same name, unless they print nothing.
     *
     * @param name of the text, by which mistakes are told
     * @throws TemplateException when the text is wrong
     */
    public TemplateSet with(String name, String text) {
        Map<String, Definition> all = new LinkedHashMap<>(templates);
        Parser.parse(new Source(name, text), functions.keySet()).forEach((each, definition) -> {
            if (!all.containsKey(each) || !definition.body().isEmpty()) {
                all.put(each, definition);
            }
        });
        return new TemplateSet(all, functions);
    }

    /** The names of all templates. */
    public Set<String> names() {
        return templates.keySet();
    }

    /**
     * Looks at a text without executing it.
     *
     * @throws TemplateException when it is wrong
     */
    public void check(String name, String text) {
        with(name, text);
    }

    /**
     * Executes a text that may use the templates of this set.
     *
     * @throws TemplateException when the text is wrong or the execution fails
     */
    public String render(String name, String text, NotificationData data) {
        return execute(name, text, data.struct());
    }

    /** The same with more texts beside the notification's own fields, by their names. */
    public String render(String name, String text, NotificationData data, Map<String, String> more) {
        Map<String, Object> fields = new LinkedHashMap<>(data.struct().fields());
        fields.putAll(more);
        return execute(name, text, new Struct("template.Data", fields));
    }

    /**
     * Executes a text that is HTML: what values print is escaped by where it stands.
     *
     * @throws TemplateException when the text is wrong or the execution fails
     */
    public String renderHtml(String name, String text, NotificationData data) {
        return executeHtml(name, text, data.struct());
    }

    String executeHtml(String name, String text, Object data) {
        TemplateSet all = with(name, text);
        Definition start = all.templates.get(name);
        if (start == null) {
            return "";
        }
        Map<String, Function> vouched = new LinkedHashMap<>(functions);
        vouched.put("safeHtml", Function.of(1, args -> new Safe(true, Arguments.text(args, 0))));
        vouched.put("safeUrl", Function.of(1, args -> new Safe(false, Arguments.text(args, 0))));
        return new Execution(all.templates, vouched, start, MAX_LENGTH, new HtmlEscaper()).run(data);
    }

    String execute(String name, String text, Object data) {
        if (!text.contains("{{")) {
            return text;
        }
        TemplateSet all = with(name, text);
        Definition start = all.templates.get(name);
        if (start == null) {
            return "";
        }
        return new Execution(all.templates, functions, start, MAX_LENGTH, null).run(data);
    }
}
