/** DingTalk: robots of group chats, with signed requests. */
@NullMarked
package io.modelwatch.alertrouter.receiver.dingtalk;

import org.jspecify.annotations.NullMarked;
