package io.modelwatch.alertrouter.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells two answers of Alertmanager's API apart, by what a user of it would notice. */
public final class Comparison {

    private static final int MOST = 100;

    private Comparison() {}

    /**
     * Differences of one kind.
     *
     * @param here how many there are here
     * @param there how many the Alertmanager has
     * @param only_here the first 100 that it lacks
     * @param only_there the first 100 that are missing here
     * @param different the first 100 that both have and that are not the same, with what is here and there
     */
    public record Differences(
            int here, int there, List<String> only_here, List<String> only_there, List<Difference> different) {

        boolean none() {
            return only_here.isEmpty() && only_there.isEmpty() && different.isEmpty();
        }
    }

    /** Something that is not the same here and there. */
    public record Difference(String what, String here, String there) {}

    private static Differences of(Map<String, String> here, Map<String, String> there) {
        List<String> onlyHere = new ArrayList<>(here.keySet());
        onlyHere.removeAll(there.keySet());
        List<String> onlyThere = new ArrayList<>(there.keySet());
        onlyThere.removeAll(here.keySet());
        List<Difference> different = new ArrayList<>();
        here.forEach((what, value) -> {
            String other = there.get(what);
            if (other != null && !other.equals(value)) {
                different.add(new Difference(what, value, other));
            }
        });
        return new Differences(here.size(), there.size(), first(onlyHere), first(onlyThere), first(different));
    }

    private static <T> List<T> first(List<T> list) {
        return List.copyOf(list.subList(0, Math.min(list.size(), MOST)));
    }

    /** Alerts by their labels: state, and the receivers that they reach. */
    static Differences alerts(JsonNode here, JsonNode there) {
        return of(alerts(here), alerts(there));
    }

    private static Map<String, String> alerts(JsonNode alerts) {
        Map<String, String> byLabels = new TreeMap<>();
        for (JsonNode alert : alerts) {
            TreeSet<String> receivers = new TreeSet<>();
            alert.path("receivers")
                    .forEach(each -> receivers.add(each.path("name").asText()));
            byLabels.put(
                    labels(alert.path("labels")),
                    alert.path("status").path("state").asText() + " for " + receivers);
        }
        return byLabels;
    }

    /** Groups by receiver and labels: the alerts in them. */
    static Differences groups(JsonNode here, JsonNode there) {
        return of(groups(here), groups(there));
    }

    private static Map<String, String> groups(JsonNode groups) {
        Map<String, String> byName = new TreeMap<>();
        for (JsonNode group : groups) {
            TreeSet<String> alerts = new TreeSet<>();
            group.path("alerts")
                    .forEach(each -> alerts.add(each.path("fingerprint").asText()));
            byName.merge(
                    group.path("receiver").path("name").asText() + " " + labels(group.path("labels")),
                    alerts.toString(),
                    (a, b) -> a + " " + b);
        }
        return byName;
    }

    private static String labels(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.forEachEntry((name, value) -> sorted.put(name, value.asText()));
        return sorted.toString();
    }

    /** The last message about each group and receiver, by what it said to be firing. */
    static Differences notifications(Map<String, String> here, Map<String, String> there) {
        return of(here, there);
    }
}
