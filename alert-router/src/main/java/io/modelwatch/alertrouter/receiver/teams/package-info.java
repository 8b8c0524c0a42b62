/** Microsoft Teams: workflows that take adaptive cards. */
@NullMarked
package io.modelwatch.alertrouter.receiver.teams;

import org.jspecify.annotations.NullMarked;
