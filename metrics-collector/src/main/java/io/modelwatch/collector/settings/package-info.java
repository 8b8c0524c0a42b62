/** What several features share: limits of bodies, the clock. */
@NullMarked
package io.modelwatch.collector.settings;

import org.jspecify.annotations.NullMarked;
