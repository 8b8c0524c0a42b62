/** Label sets, their fingerprints, and matchers over them: the language everything else here is written in. */
@NullMarked
package io.modelwatch.alertrouter.label;

import org.jspecify.annotations.NullMarked;
