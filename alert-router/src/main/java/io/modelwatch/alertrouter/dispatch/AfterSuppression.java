package io.modelwatch.alertrouter.dispatch;

import java.util.List;

/**
 * What a receiver hears of alerts that were suppressed.
 *
 * @param ends when it hears that an alert is over that it was told of before
 * @param remind whether it is told again of one that still fires when its suppression ends
 * @param held whether it is told of what came and went outside the route's hours, when they begin
 */
record AfterSuppression(Ends ends, boolean remind, boolean held) {

    /** When the end of a suppressed alert is told. */
    public enum Ends {
        /** When nothing suppresses it any more. */
        WHEN_IT_ENDS,
        /** On the next flush, though it is suppressed. */
        AT_ONCE,
        /** Not at all, as Alertmanager does. */
        NEVER
    }

    static AfterSuppression of(DispatchSettings settings, String receiver) {
        return new AfterSuppression(
                settings.suppressedResolves(),
                settings.remindAfterSuppression(),
                settings.heldReceivers().orElse(List.of()).contains(receiver));
    }
}
