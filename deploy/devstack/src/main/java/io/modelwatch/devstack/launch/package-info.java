/**
 * {@code deploy/up} and {@code deploy/down}: starts the stores and the four packaged services as child processes, waits
 * until they are ready, and keeps them until it is told to stop.
 */
@NullMarked
package io.modelwatch.devstack.launch;

import org.jspecify.annotations.NullMarked;
