/**
 * What {@code deploy/up} feeds the four services, as a gateway would send it, and the summary of what came out, read
 * back from their real endpoints: {@link io.modelwatch.devstack.demo.Demo} is the way in.
 */
@NullMarked
package io.modelwatch.devstack.demo;

import org.jspecify.annotations.NullMarked;
