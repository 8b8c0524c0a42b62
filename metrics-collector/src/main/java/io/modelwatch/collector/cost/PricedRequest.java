package io.modelwatch.collector.cost;

import io.modelwatch.collector.request.RequestRecord;

/** A request and what it cost. */
public record PricedRequest(RequestRecord request, Cost cost) {}
