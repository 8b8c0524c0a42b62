package io.modelwatch.quality.detect;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** Short ways to ask one detector. */
final class Judge {

    private Judge() {}

    static Verdict verdict(String detector, String prompt, String response) {
        return Detectors.named(detector).orElseThrow().assess(Exchange.of(null, prompt, response));
    }

    static Verdict.Assessed assessed(String detector, String prompt, String response) {
        Verdict verdict = verdict(detector, prompt, response);
        return assertInstanceOf(Verdict.Assessed.class, verdict, () -> verdict + " for: " + response);
    }

    static Verdict.Assessed assessed(String detector, String response) {
        return assessed(detector, null, response);
    }

    static Verdict.NotAssessed notAssessed(String detector, String prompt, String response) {
        Verdict verdict = verdict(detector, prompt, response);
        return assertInstanceOf(Verdict.NotAssessed.class, verdict, () -> verdict + " for: " + response);
    }
}
