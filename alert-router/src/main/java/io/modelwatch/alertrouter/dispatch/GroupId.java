package io.modelwatch.alertrouter.dispatch;

import io.modelwatch.alertrouter.label.LabelSet;

/**
 * A group of alerts: those of one route that agree in the labels it groups by.
 *
 * @param route the identity of the route
 * @param labels the labels in which they agree
 */
public record GroupId(String route, LabelSet labels) {}
