/** E-mail: what a mail says, and the server that takes it. */
@NullMarked
package io.modelwatch.alertrouter.receiver.email;

import org.jspecify.annotations.NullMarked;
