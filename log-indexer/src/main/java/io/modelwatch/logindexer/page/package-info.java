/** The web page: search, live tail, one request, one trace; its files lie in the resources. */
@NullMarked
package io.modelwatch.logindexer.page;

import org.jspecify.annotations.NullMarked;
