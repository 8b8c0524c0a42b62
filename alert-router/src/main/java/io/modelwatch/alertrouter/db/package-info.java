/** The way to PostgreSQL for hot paths: whole batches in one statement, awaited on virtual threads. */
@NullMarked
package io.modelwatch.alertrouter.db;

import org.jspecify.annotations.NullMarked;
