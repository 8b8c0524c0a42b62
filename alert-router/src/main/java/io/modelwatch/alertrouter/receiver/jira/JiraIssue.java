package io.modelwatch.alertrouter.receiver.jira;

import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Cut;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.Trees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What an issue says.
 *
 * @param project its key, a template
 * @param type its name, a template
 * @param summary of the issue
 * @param description of the issue
 * @param labels besides that of the group, templates
 * @param priority its name, a template; empty for none
 * @param fields more of them, a tree of templates
 */
record JiraIssue(
        String project,
        String type,
        Part summary,
        Part description,
        List<String> labels,
        String priority,
        Map<String, Object> fields) {

    private static final int MAX_SUMMARY = 255;
    private static final int MAX_DESCRIPTION = 32_767;

    JiraIssue {
        labels = List.copyOf(labels);
        fields = Map.copyOf(fields);
    }

    /**
     * A text of the issue.
     *
     * @param text a template
     * @param updated whether it is kept up to date
     */
    record Part(String text, boolean updated) {}

    /** By this label the issue of a group is found. */
    static String label(Message message) {
        return "ALERT{" + message.dedupKey() + "}";
    }

    /**
     * The body of a request.
     *
     * @param document whether descriptions are documents, not texts, as version 3 of the API has them
     * @param update whether the issue is there already
     */
    String body(Message message, UnaryOperator<String> render, boolean document, boolean update) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("project", Map.of("key", render.apply(project)));
        all.put("issuetype", Map.of("name", render.apply(type)));
        if (!update || summary.updated()) {
            String line = render.apply(summary.text()).replaceAll("[\\r\\n]+", " ");
            all.put("summary", Cut.runes(line, MAX_SUMMARY));
        }
        String text = Cut.runes(render.apply(description.text()), MAX_DESCRIPTION);
        if (!text.isEmpty() && (!update || description.updated())) {
            all.put("description", document ? document(text) : text);
        }
        TreeSet<String> sorted = new TreeSet<>();
        labels.forEach(each -> sorted.add(render.apply(each).replaceAll("\\s+", "_")));
        sorted.remove("");
        sorted.add(label(message));
        all.put("labels", sorted);
        String urgency = render.apply(priority);
        if (!urgency.isEmpty()) {
            all.put("priority", Map.of("name", urgency));
        }
        fields.forEach((name, tree) -> all.put(name, Trees.valued(tree, render)));
        return Request.json(Map.of("fields", all));
    }

    /** A template may make a document itself; a text becomes one with a paragraph for each line. */
    private static Object document(String text) {
        var json = new Answer(0, text, Duration.ZERO).json();
        if (json.isObject()) {
            return json;
        }
        List<Object> paragraphs = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Map<String, Object> paragraph = new LinkedHashMap<>();
            paragraph.put("type", "paragraph");
            paragraph.put("content", line.isBlank() ? List.of() : List.of(Map.of("type", "text", "text", line)));
            paragraphs.add(paragraph);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "doc");
        document.put("version", 1);
        document.put("content", paragraphs);
        return document;
    }
}
