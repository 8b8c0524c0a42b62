package io.modelwatch.devstack.demo;

import java.util.List;

/**
 * What a gateway has sent and what it was answered.
 *
 * @param sent records, repeats and bad ones included, each counted once however often it was tried
 * @param errors accepted records of requests that failed
 * @param responses accepted records with a response
 * @param duplicates records answered as known, repeats on purpose and those of a tried-again request
 * @param repeats records sent again on purpose
 * @param spoiled records sent broken on purpose
 * @param requests HTTP requests that were answered with a verdict
 * @param gzipped those of them with a gzipped body
 * @param retries HTTP requests sent again after a 503 or a broken connection
 * @param undelivered records given up on
 * @param surprises answers that were not as they must be, the first few
 * @param surpriseCount how many there were
 */
record SendCounts(
        int sent,
        int accepted,
        int errors,
        int responses,
        int duplicates,
        int rejected,
        int repeats,
        int spoiled,
        int requests,
        int gzipped,
        int retries,
        int undelivered,
        List<String> surprises,
        int surpriseCount) {

    SendCounts {
        surprises = List.copyOf(surprises);
    }
}
