package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.alert.AlertBook;
import io.modelwatch.alertrouter.alert.StoredAlert;
import io.modelwatch.alertrouter.label.Fingerprint;
import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows which alerts of the book are in which groups of the routing tree. Safe for use by many threads. */
public final class Membership {

    private final AlertBook book;
    private final List<Route> escalations;
    private volatile Index index;

    public Membership(AlertBook book, Route root, List<Route> escalations) {
        this.book = book;
        this.escalations = List.copyOf(escalations);
        this.index = new Index(root, this.escalations);
        book.addListener(new AlertBook.Listener() {
            @Override
            public void changed(StoredAlert alert) {
                index.add(alert.alert().labels());
            }

            @Override
            public void forgotten(StoredAlert alert) {
                index.remove(alert.alert().labels());
            }
        });
    }

    /** From now on this routing tree holds. */
    public void use(Route root) {
        Index fresh = new Index(root, escalations);
        index = fresh;
        book.all().forEach(each -> fresh.add(each.alert().labels()));
    }

    /** The route of that identity, null when there is none. */
    @Nullable
    Route route(String id) {
        return index.routes.get(id);
    }

    /** The identities of all routes. */
    Set<String> routes() {
        return index.routes.keySet();
    }

    /** The groups that alerts with these labels are in. */
    List<GroupId> groupsOf(LabelSet labels) {
        return index.groupsOf(labels);
    }

    /** The alerts of a group, resolved ones too. */
    List<StoredAlert> alertsOf(GroupId group) {
        List<StoredAlert> alerts = new ArrayList<>();
        for (Fingerprint fingerprint : index.members.getOrDefault(group, Set.of())) {
            StoredAlert alert = book.get(fingerprint);
            if (alert != null) {
                alerts.add(alert);
            }
        }
        return alerts;
    }

    /** All groups of the routing tree and of escalations that have alerts, resolved ones too. */
    Set<GroupId> groups() {
        return Set.copyOf(index.members.keySet());
    }

    /** One routing tree and what is in its groups. */
    private static final class Index {

        private final Route root;
        private final List<Route> escalations;
        private final Map<String, Route> routes;
        private final Map<GroupId, Set<Fingerprint>> members = new ConcurrentHashMap<>();

        Index(Route root, List<Route> escalations) {
            this.root = root;
            this.escalations = escalations;
            this.routes = Stream.concat(root.all().stream(), escalations.stream())
                    .collect(Collectors.toMap(Route::id, route -> route, (a, b) -> a, HashMap::new));
        }

        List<GroupId> groupsOf(LabelSet labels) {
            return Stream.concat(
                            root.match(labels).stream(),
                            escalations.stream()
                                    .filter(route -> route.matchers().matches(labels)))
                    .map(route -> new GroupId(route.id(), route.groupBy().of(labels)))
                    .toList();
        }

        void add(LabelSet labels) {
            for (GroupId group : groupsOf(labels)) {
                members.compute(group, (id, known) -> {
                    Set<Fingerprint> grown = known == null ? ConcurrentHashMap.newKeySet() : known;
                    grown.add(labels.fingerprint());
                    return grown;
                });
            }
        }

        void remove(LabelSet labels) {
            for (GroupId group : groupsOf(labels)) {
                members.computeIfPresent(group, (id, known) -> {
                    known.remove(labels.fingerprint());
                    return known.isEmpty() ? null : known;
                });
            }
        }
    }
}
