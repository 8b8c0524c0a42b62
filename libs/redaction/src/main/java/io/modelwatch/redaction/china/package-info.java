/** Identifiers of China, Hong Kong, Macau and Taiwan, and Chinese postal addresses and account names. */
@NullMarked
package io.modelwatch.redaction.china;

import org.jspecify.annotations.NullMarked;
