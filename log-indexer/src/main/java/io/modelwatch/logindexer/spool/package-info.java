/** The durable spool: a segment log with group commit, a ledger of what became of each record, and recovery. */
@NullMarked
package io.modelwatch.logindexer.spool;

import org.jspecify.annotations.NullMarked;
