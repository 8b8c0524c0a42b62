/** Elasticsearch: bulk requests, templates, whether it is there. */
@NullMarked
package io.modelwatch.logindexer.elasticsearch;

import org.jspecify.annotations.NullMarked;
