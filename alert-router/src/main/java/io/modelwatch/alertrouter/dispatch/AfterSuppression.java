package io.modelwatch.alertrouter.dispatch;

/**
 * What receivers hear of alerts that they were told of and that were suppressed afterwards.
 *
 * @param ends when they hear that such an alert is over
 * @param remind whether they are told again of one that still fires when its suppression ends
 */
record AfterSuppression(Ends ends, boolean remind) {

    /** When the end of a suppressed alert is told. */
    public enum Ends {
        /** When nothing suppresses it any more. */
        WHEN_IT_ENDS,
        /** On the next flush, though it is suppressed. */
        AT_ONCE,
        /** Not at all, as Alertmanager does. */
        NEVER
    }

    static AfterSuppression of(DispatchSettings settings) {
        return new AfterSuppression(settings.suppressedResolves(), settings.remindAfterSuppression());
    }
}
