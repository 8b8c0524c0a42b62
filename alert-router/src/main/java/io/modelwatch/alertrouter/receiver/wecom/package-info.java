/** WeCom: robots of group chats. */
@NullMarked
package io.modelwatch.alertrouter.receiver.wecom;

import org.jspecify.annotations.NullMarked;
