package io.modelwatch.alertrouter.receiver;

/** How changes of an incident are told. */
public enum FollowUp {
    /** As a new message. */
    NEW,
    /** By editing the first one. */
    UPDATE,
    /** By editing the first one, and as an answer to it. */
    THREAD
}
