package io.modelwatch.alertrouter.receiver;

/** A request was not answered. */
public final class Unanswered extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient SendResult.Failed failure;
    private final boolean maybeArrived;

    /**
     * A failure.
     *
     * @param maybeArrived whether the request may have reached the service all the same
     */
    public Unanswered(SendResult.Failed failure, boolean maybeArrived) {
        super(failure.detail());
        this.failure = failure;
        this.maybeArrived = maybeArrived;
    }

    public SendResult.Failed failure() {
        return failure;
    }

    public boolean maybeArrived() {
        return maybeArrived;
    }
}
