/** Threshold rules evaluated over metrics-collector's windows. */
@NullMarked
package io.modelwatch.alertrouter.rule;

import org.jspecify.annotations.NullMarked;
