package io.modelwatch.quality.detect;

import io.modelwatch.quality.instruct.Instruction;
import io.modelwatch.quality.instruct.InstructionCheck;
import io.modelwatch.quality.instruct.PromptReader;
import java.util.List;

/**
 * Does the answer follow the verifiable instructions that came with the request or, where none did, those that can be
 * read out of the prompt? Score: the share that is followed; low is bad. Flagged when one is not. What came with the
 * request must be followed as it stands; what was only read, loosely, since reading may err.
 */
final class InstructionFollowingDetector implements Detector {

    @Override
    public String name() {
        return "instruction_following";
    }

    @Override
    public String version() {
        return "rules-1";
    }

    @Override
    public Verdict assess(Exchange exchange) {
        boolean given = !exchange.verifiable().isEmpty();
        List<Instruction> asked = given ? exchange.verifiable() : read(exchange);
        if (asked.isEmpty()) {
            return new Verdict.NotAssessed("the request names no verifiable instructions");
        }
        if (!given && exchange.response().refusal() instanceof Verdict.Assessed refusal && refusal.flagged()) {
            return new Verdict.NotAssessed("the model declined");
        }
        List<InstructionCheck> checks = asked.stream()
                .map(instruction ->
                        InstructionCheck.of(instruction, exchange.response().text()))
                .toList();
        long strictly = checks.stream().filter(InstructionCheck::followed).count();
        long loosely = checks.stream().filter(InstructionCheck::followedLoosely).count();
        int all = checks.size();
        long counted = given ? strictly : loosely;
        String label = strictly == all ? "followed" : loosely == all ? "followed_loosely" : "not_followed";
        return new Verdict.Assessed(counted / (double) all, counted < all, label, List.of(), checks, List.of());
    }

    private static List<Instruction> read(Exchange exchange) {
        Prose prompt = exchange.prompt();
        return prompt == null ? List.of() : PromptReader.read(prompt.text());
    }
}
