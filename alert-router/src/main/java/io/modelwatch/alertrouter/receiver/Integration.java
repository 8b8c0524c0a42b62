package io.modelwatch.alertrouter.receiver;

/** One way to tell a receiver. */
public sealed interface Integration permits Channel {

    /** Its kind, as the notification log and the metrics name it. */
    String kind();

    /** Its place among the receiver's integrations of the same kind. */
    int index();

    /** Whether the end of alerts is told too. */
    boolean sendResolved();

    /** Names it among the integrations of its receiver. */
    default String id() {
        return kind() + "[" + index() + "]";
    }
}
