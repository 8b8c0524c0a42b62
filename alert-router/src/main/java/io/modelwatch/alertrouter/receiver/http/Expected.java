package io.modelwatch.alertrouter.receiver.http;

import io.modelwatch.alertrouter.receiver.Answer;
import java.util.List;
import java.util.Map;

/**
 * What an answer is compared with.
 *
 * @param status ranges, each with its first and last one; none for any
 * @param body fields of the JSON body, each with the values it may have, as texts; none for any
 * @param any whether one of both is enough
 */
record Expected(List<int[]> status, Map<String, List<String>> body, boolean any) {

    Expected {
        status = List.copyOf(status);
        body = Map.copyOf(body);
    }

    boolean holds(Answer answer) {
        boolean statusHolds =
                status.stream().anyMatch(each -> answer.status() >= each[0] && answer.status() <= each[1]);
        boolean bodyHolds = !body.isEmpty()
                && body.entrySet().stream()
                        .allMatch(each -> each.getValue()
                                .contains(answer.json().path(each.getKey()).asText()));
        return any ? statusHolds || bodyHolds : (status.isEmpty() || statusHolds) && (body.isEmpty() || bodyHolds);
    }

    /**
     * Reads {@code 200}, {@code 200-299}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static int[] range(String text) {
        if (!text.matches("[1-5][0-9][0-9](-[1-5][0-9][0-9])?")) {
            throw new IllegalArgumentException("must be a status such as 200, or a range such as 200-299");
        }
        int from = Integer.parseInt(text.substring(0, 3));
        return new int[] {from, text.length() > 3 ? Integer.parseInt(text.substring(4)) : from};
    }
}
