/** Amazon SNS: topics, telephone numbers and endpoints. */
@NullMarked
package io.modelwatch.alertrouter.receiver.sns;

import org.jspecify.annotations.NullMarked;
