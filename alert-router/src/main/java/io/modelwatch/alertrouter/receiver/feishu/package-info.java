/** Feishu and Lark: robots of group chats, with signed requests. */
@NullMarked
package io.modelwatch.alertrouter.receiver.feishu;

import org.jspecify.annotations.NullMarked;
