/** Grafana dashboards as values: rows of panels, laid out and written as Grafana's JSON. */
@NullMarked
package io.modelwatch.observability.grafana;

import org.jspecify.annotations.NullMarked;
