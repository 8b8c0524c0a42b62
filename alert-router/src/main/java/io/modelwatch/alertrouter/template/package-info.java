/** The language of Go's text templates with Alertmanager's functions and data: read, checked and executed. */
@NullMarked
package io.modelwatch.alertrouter.template;

import org.jspecify.annotations.NullMarked;
