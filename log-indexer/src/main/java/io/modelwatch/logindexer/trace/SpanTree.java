package io.modelwatch.logindexer.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spans arranged by who called whom, each list in the order of time. Whatever the spans claim it is a tree with each of
 * them once: one whose parent is not known is a root, a circle is opened at its earliest span, and what lies deeper than
 * {@value #MAX_DEPTH} levels moves up to that level.
 */
final class SpanTree {

    static final int MAX_DEPTH = 100;
    private static final Comparator<Span> BY_TIME =
            Comparator.comparing(Span::start).thenComparing(Span::id);

    private SpanTree() {}

    /**
     * A span with those it called.
     *
     * @param span the span
     * @param orphan whether it names a parent that is not there
     * @param self how much of its time none of its children took
     * @param children the spans it called
     */
    record Node(Span span, boolean orphan, Duration self, List<Node> children) {
        Node {
            children = List.copyOf(children);
        }
    }

    static List<Node> of(List<Span> spans) {
        List<Span> inOrder = spans.stream().sorted(BY_TIME).toList();
        Set<String> ids = inOrder.stream().map(Span::id).collect(Collectors.toSet());
        Map<String, List<Span>> called = new HashMap<>();
        List<Span> begins = new ArrayList<>();
        for (Span span : inOrder) {
            String parent = span.parentId();
            if (parent == null || parent.equals(span.id()) || !ids.contains(parent)) {
                begins.add(span);
            } else {
                called.computeIfAbsent(parent, none -> new ArrayList<>()).add(span);
            }
        }
        Set<Span> grown = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Branch> roots = new ArrayList<>();
        begins.forEach(begin -> roots.add(grow(begin, called, grown)));
        for (Span span : inOrder) { // what no root leads to goes in circles
            if (!grown.contains(span)) {
                roots.add(grow(span, called, grown));
            }
        }
        return inOrder(roots).map(branch -> branch.node(ids)).toList();
    }

    private static Branch grow(Span root, Map<String, List<Span>> called, Set<Span> grown) {
        grown.add(root);
        Branch first = new Branch(root, null, 1);
        Deque<Branch> open = new ArrayDeque<>(List.of(first));
        Branch branch;
        while ((branch = open.poll()) != null) {
            for (Span span : called.getOrDefault(branch.span.id(), List.of())) {
                if (grown.add(span)) {
                    open.add(branch.grow(span));
                }
            }
        }
        return first;
    }

    private static Stream<Branch> inOrder(List<Branch> branches) {
        return branches.stream().sorted(Comparator.comparing(branch -> branch.span, BY_TIME));
    }

    /** A node that still grows. */
    private static final class Branch {
        private final Span span;
        private final @Nullable Branch parent;
        private final int depth;
        private final List<Branch> children = new ArrayList<>();

        Branch(Span span, @Nullable Branch parent, int depth) {
            this.span = span;
            this.parent = parent;
            this.depth = depth;
        }

        /** Adds a child, or a sibling where this is as deep as it goes. */
        Branch grow(Span called) {
            Branch holder = depth == MAX_DEPTH && parent != null ? parent : this;
            Branch child = new Branch(called, holder, holder.depth + 1);
            holder.children.add(child);
            return child;
        }

        Node node(Set<String> ids) {
            List<Node> nodes = inOrder(children).map(branch -> branch.node(ids)).toList();
            boolean orphan = span.parentId() != null && !ids.contains(span.parentId());
            return new Node(span, orphan, self(span, nodes), nodes);
        }
    }

    /** The time of a span less that in which at least one of its children was at work. */
    private static Duration self(Span span, List<Node> children) {
        Duration self = span.duration();
        Instant covered = span.start();
        for (Node child : children) {
            Instant from = child.span().start().isBefore(covered)
                    ? covered
                    : child.span().start();
            Instant to = child.span().end().isAfter(span.end())
                    ? span.end()
                    : child.span().end();
            if (from.isBefore(to)) {
                self = self.minus(Duration.between(from, to));
                covered = to;
            }
        }
        return self;
    }
}
