/** Telephones: short messages and calls, by Aliyun and Twilio. */
@NullMarked
package io.modelwatch.alertrouter.receiver.phone;

import org.jspecify.annotations.NullMarked;
