/** How a request that brings all its data along is read and how many of them are worked on at a time. */
@NullMarked
package io.modelwatch.quality.request;

import org.jspecify.annotations.NullMarked;
