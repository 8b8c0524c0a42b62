/**
 * Instructions that can be verified without judgement, such as "at least 300 words" or "no commas": their 25 types as
 * IFEval names them, whether an answer follows them, and reading them out of a prompt. Plain Java.
 */
@NullMarked
package io.modelwatch.quality.instruct;

import org.jspecify.annotations.NullMarked;
