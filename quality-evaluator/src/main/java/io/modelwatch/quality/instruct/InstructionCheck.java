package io.modelwatch.quality.instruct;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whether an answer follows an instruction.
 *
 * @param id the instruction's identifier
 * @param followed as it stands
 * @param followedLoosely as it stands, or without its first line, its last, or its asterisks
 */
public record InstructionCheck(String id, boolean followed, boolean followedLoosely) {

    public static InstructionCheck of(Instruction instruction, String response) {
        boolean followed = follows(instruction, response);
        return new InstructionCheck(
                instruction.type().id(),
                followed,
                followed || variants(response).stream().anyMatch(variant -> follows(instruction, variant)));
    }

    private static boolean follows(Instruction instruction, String response) {
        return !response.isBlank() && Rules.follows(instruction, response);
    }

    private static Set<String> variants(String response) {
        int first = response.indexOf('\n');
        int last = response.lastIndexOf('\n');
        String withoutFirst = first < 0 ? "" : response.substring(first + 1).strip();
        String withoutLast = last < 0 ? "" : response.substring(0, last).strip();
        String withoutBoth =
                first == last ? "" : response.substring(first + 1, last).strip();
        Set<String> variants = new LinkedHashSet<>();
        for (String variant : new String[] {response, withoutFirst, withoutLast, withoutBoth}) {
            variants.add(variant);
            variants.add(variant.replace("*", ""));
        }
        return variants;
    }
}
