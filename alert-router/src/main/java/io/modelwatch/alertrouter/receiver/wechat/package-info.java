/** WeCom: messages of an application to members of a company. */
@NullMarked
package io.modelwatch.alertrouter.receiver.wechat;

import org.jspecify.annotations.NullMarked;
