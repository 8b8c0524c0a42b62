/** Embeddings of texts by two small models that come in jars: one for English, one for Chinese. */
@NullMarked
package io.modelwatch.quality.embed;

import org.jspecify.annotations.NullMarked;
