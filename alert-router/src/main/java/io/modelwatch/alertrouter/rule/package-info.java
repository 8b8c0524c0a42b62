/** Rules evaluated here: threshold rules over metrics-collector's windows, and Prometheus' rules by PromQL. */
@NullMarked
package io.modelwatch.alertrouter.rule;

import org.jspecify.annotations.NullMarked;
