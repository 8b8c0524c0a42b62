/** What LiteLLM's {@code generic_api} callback sends, read as request records. */
@NullMarked
package io.modelwatch.collector.litellm;

import org.jspecify.annotations.NullMarked;
