/** Who is told, and through which integrations: the receivers of alertmanager.yml. */
@NullMarked
package io.modelwatch.alertrouter.receiver;

import org.jspecify.annotations.NullMarked;
