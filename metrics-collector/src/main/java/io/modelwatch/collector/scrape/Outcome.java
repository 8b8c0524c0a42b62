package io.modelwatch.collector.scrape;

/** What came of asking a target. */
sealed interface Outcome {

    /**
     * It answered and all of it could be read.
     *
     * @param samples of the answer
     * @param recorded values that went to metrics of the catalogue
     */
    record Up(int samples, int recorded) implements Outcome {}

    /** It did not answer as it should; nothing of the answer was kept. */
    record Down(String cause) implements Outcome {}
}
