package io.modelwatch.alertrouter.notify;

/**
 * The right to write for a group: good until somebody else claims it, which raises the number.
 *
 * @param groupId the group's row
 * @param number of the claim
 */
public record Fence(long groupId, long number) {}
