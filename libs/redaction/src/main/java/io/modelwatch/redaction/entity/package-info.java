/** What can be found: types with their context words, findings, the prepared text and the recogniser contract. */
@NullMarked
package io.modelwatch.redaction.entity;

import org.jspecify.annotations.NullMarked;
