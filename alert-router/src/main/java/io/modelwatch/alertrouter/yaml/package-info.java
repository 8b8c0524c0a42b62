/** YAML read strictly: every complaint names the line, every key must be known. */
@NullMarked
package io.modelwatch.alertrouter.yaml;

import org.jspecify.annotations.NullMarked;
