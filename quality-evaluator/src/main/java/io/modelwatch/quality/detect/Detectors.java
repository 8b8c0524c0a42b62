package io.modelwatch.quality.detect;

import java.util.List;
import java.util.Optional;

/** All detectors, in the order of answers and reports. */
public final class Detectors {

    private static final List<Detector> ALL = List.of(
            new RefusalDetector(),
            new UncertaintyDetector(),
            new RepetitionDetector(),
            new FormatDetector(),
            new InstructionFollowingDetector(),
            new RelevanceDetector(),
            GroundednessDetector.groundedness(),
            GroundednessDetector.hallucination(),
            new ContextUtilisationDetector(),
            new PromptInjectionDetector(),
            new JailbreakDetector(),
            HarmDetector.toxicity(),
            HarmDetector.harmful(),
            SensitiveDetector.personalData(),
            SensitiveDetector.secrets(),
            new LanguageDetector());

    private Detectors() {}

    public static List<Detector> all() {
        return ALL;
    }

    public static Optional<Detector> named(String name) {
        return ALL.stream().filter(detector -> detector.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(Detector::name).toList();
    }
}
