/** Measures the services beside their peers: load in, CPU seconds, latency and memory out. */
@NullMarked
package io.modelwatch.bench;

import org.jspecify.annotations.NullMarked;
