/**
 * A real PostgreSQL and a real Elasticsearch in child processes, from artifacts of the Maven repository: for the tests
 * of every service and for {@code deploy/up}. Nothing stays behind when the process that started them dies.
 */
@NullMarked
package io.modelwatch.devstack;

import org.jspecify.annotations.NullMarked;
