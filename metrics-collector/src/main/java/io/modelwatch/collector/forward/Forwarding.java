package io.modelwatch.collector.forward;

import io.modelwatch.collector.cost.PricedRequest;
import io.modelwatch.intake.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Hands records on as configured. Thread-safe. */
final class Forwarding implements Forwarder {

    /** Where records go, and what of them: {@code rendering} is empty for a record the destination does not get. */
    sealed interface Route {}

    record Required(RequiredDelivery delivery, Function<PricedRequest, Optional<Outgoing>> rendering)
            implements Route {}

    record BestEffort(BestEffortDelivery delivery, Function<PricedRequest, Optional<Outgoing>> rendering)
            implements Route {}

    private final List<Required> required = new ArrayList<>();
    private final List<BestEffort> bestEffort = new ArrayList<>();

    Forwarding(List<Route> routes) {
        for (Route route : routes) {
            switch (route) {
                case Required one -> required.add(one);
                case BestEffort one -> bestEffort.add(one);
            }
        }
    }

    @Override
    public Map<Integer, Problem> require(List<PricedRequest> requests) {
        Map<Integer, Problem> refused = new HashMap<>();
        for (Required destination : required) {
            List<Integer> positions = new ArrayList<>();
            List<Outgoing> records = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                Optional<Outgoing> rendered = refused.containsKey(i)
                        ? Optional.empty()
                        : destination.rendering().apply(requests.get(i));
                if (rendered.isPresent()) {
                    positions.add(i);
                    records.add(rendered.get());
                }
            }
            destination
                    .delivery()
                    .deliver(records)
                    .forEach((position, problem) -> refused.put(positions.get(position), problem));
        }
        return refused;
    }

    @Override
    public void offer(PricedRequest request) {
        for (BestEffort destination : bestEffort) {
            destination.rendering().apply(request).ifPresent(destination.delivery()::offer);
        }
    }
}
