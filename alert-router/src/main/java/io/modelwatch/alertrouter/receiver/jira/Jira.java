package io.modelwatch.alertrouter.receiver.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.alertrouter.receiver.Answer;
import io.modelwatch.alertrouter.receiver.Channel;
import io.modelwatch.alertrouter.receiver.ChannelBasics;
import io.modelwatch.alertrouter.receiver.Exchange;
import io.modelwatch.alertrouter.receiver.Message;
import io.modelwatch.alertrouter.receiver.ReceiverReader;
import io.modelwatch.alertrouter.receiver.Request;
import io.modelwatch.alertrouter.receiver.SendResult;
import io.modelwatch.alertrouter.receiver.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps one issue in Jira for each group: opens it, keeps it up to date, and moves it when the alerts are resolved or
 * come back.
 *
 * @param url of the API, with its version, without a slash at its end
 * @param cloud whether it is Atlassian's own, whose search is another
 * @param issue what the issue says
 * @param transitions how it is moved
 */
public record Jira(ChannelBasics basics, String url, boolean cloud, JiraIssue issue, Transitions transitions)
        implements Channel {

    /** The kind of integration. */
    public static final String KIND = "jira";

    private static final String KEY = "key";

    /**
     * How issues are moved.
     *
     * @param resolve the transition when all alerts are resolved; empty for none
     * @param reopen the transition when they come back; empty for none
     * @param wontFix issues with this resolution are left alone; empty for none
     * @param reopenWithin how long after its end an issue is opened again rather than a new one made; zero for never
     */
    public record Transitions(String resolve, String reopen, String wontFix, Duration reopenWithin) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SendResult send(Message message, Exchange exchange) throws Unanswered, IOException, InterruptedException {
        UnaryOperator<String> render = basics.renderer(message);
        Found found = known(exchange);
        if (found.key().isEmpty() || found.done()) {
            Answer searched = search(message, exchange, render);
            if (!searched.isOk()) {
                return searched.failed();
            }
            found = Found.first(searched.json());
        }
        if (found.key().isEmpty()) {
            return message.firing() ? create(message, exchange, render) : new SendResult.Delivered();
        }
        Answer updated = ask(exchange, "PUT", "issue/" + found.key(), issue.body(message, render, version3(), true));
        if (!updated.isOk()) {
            return updated.failed();
        }
        return moved(found, message.firing(), exchange);
    }

    private SendResult create(Message message, Exchange exchange, UnaryOperator<String> render)
            throws Unanswered, IOException, InterruptedException {
        Answer created = ask(exchange, "POST", "issue", issue.body(message, render, version3(), false));
        return created.isOk() ? remembering(created.json().path(KEY).asText()) : created.failed();
    }

    private static SendResult.Delivered remembering(String key) {
        return new SendResult.Delivered(key.isEmpty() ? Map.of() : Map.of(KEY, key));
    }

    /** An issue that is there. */
    private record Found(String key, boolean done) {

        static final Found NONE = new Found("", false);

        static Found first(JsonNode answer) {
            JsonNode first = answer.path("issues").path(0);
            return new Found(first.path(KEY).asText(), isDone(first));
        }

        static boolean isDone(JsonNode issue) {
            return "done"
                    .equals(issue.path("fields")
                            .path("status")
                            .path("statusCategory")
                            .path(KEY)
                            .asText());
        }
    }

    /** The issue that was made for this group, which the search may not know yet. */
    private Found known(Exchange exchange) throws Unanswered, IOException, InterruptedException {
        String key = exchange.remembered().getOrDefault(KEY, "");
        if (key.isEmpty()) {
            return Found.NONE;
        }
        Answer read = exchange.ask(Request.get(ReceiverReader.checked(url + "/issue/" + key + "?fields=status"))
                .with("Accept-Language", "en"));
        return read.isOk() ? new Found(key, Found.isDone(read.json())) : Found.NONE;
    }

    private Answer search(Message message, Exchange exchange, UnaryOperator<String> render)
            throws Unanswered, IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fields", List.of("status"));
        body.put("jql", jql(message, render));
        body.put("maxResults", 2);
        String to = cloud ? url.replace("/rest/api/2", "/rest/api/3") + "/search/jql" : url + "/search";
        return ask(exchange, "POST", URI.create(to), Request.json(body));
    }

    String jql(Message message, UnaryOperator<String> render) {
        StringBuilder jql = new StringBuilder();
        if (!transitions.wontFix().isEmpty()) {
            jql.append("(resolution is EMPTY or resolution != ")
                    .append(quoted(transitions.wontFix()))
                    .append(") and ");
        }
        long minutes = transitions.reopenWithin().toMinutes();
        if (message.firing() && !transitions.reopen().isEmpty() && minutes > 0) {
            jql.append("(resolutiondate is EMPTY OR resolutiondate >= -")
                    .append(minutes)
                    .append("m) and ");
        } else {
            jql.append("statusCategory != Done and ");
        }
        return jql.append("project=")
                .append(quoted(render.apply(issue.project())))
                .append(" and labels=")
                .append(quoted(JiraIssue.label(message)))
                .append(" order by status ASC,resolutiondate DESC")
                .toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private SendResult moved(Found found, boolean firing, Exchange exchange)
            throws Unanswered, IOException, InterruptedException {
        String name = firing ? transitions.reopen() : transitions.resolve();
        if (name.isEmpty() || firing != found.done()) {
            return remembering(found.key());
        }
        Answer all = exchange.ask(Request.get(ReceiverReader.checked(url + "/issue/" + found.key() + "/transitions"))
                .with("Accept-Language", "en"));
        if (!all.isOk()) {
            return all.failed();
        }
        for (JsonNode each : all.json().path("transitions")) {
            if (name.equals(each.path("name").asText())) {
                Map<String, Object> body =
                        Map.of("transition", Map.of("id", each.path("id").asText()));
                Answer moved = ask(exchange, "POST", "issue/" + found.key() + "/transitions", Request.json(body));
                return moved.isOk() ? remembering(found.key()) : moved.failed();
            }
        }
        return new SendResult.Failed(
                false, "clientError", "the issue " + found.key() + " has no transition \"" + name + "\" now");
    }

    private boolean version3() {
        return url.endsWith("/3");
    }

    private Answer ask(Exchange exchange, String method, String path, String body)
            throws Unanswered, IOException, InterruptedException {
        return ask(exchange, method, ReceiverReader.checked(url + "/" + path), body);
    }

    private static Answer ask(Exchange exchange, String method, URI to, String body)
            throws Unanswered, IOException, InterruptedException {
        return exchange.ask(new Request(method, to, body).with("Accept-Language", "en"));
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String target() {
        return url;
    }

    /** Tools as old as version 0.25 refuse a file that names this kind. */
    @Override
    public Optional<Map<String, Object>> effective() {
        return Optional.empty();
    }
}
