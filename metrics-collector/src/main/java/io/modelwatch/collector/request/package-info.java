/** The record of one LLM request: its fields, how they are checked, and which records are known already. */
@NullMarked
package io.modelwatch.collector.request;

import org.jspecify.annotations.NullMarked;
