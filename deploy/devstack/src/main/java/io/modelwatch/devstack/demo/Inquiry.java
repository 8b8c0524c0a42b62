package io.modelwatch.devstack.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks services for things and remembers what went wrong. Not thread-safe. */
final class Inquiry {

    /** Something asked of a service. */
    interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    private final Timer timer;
    private final Duration pause;
    private final List<String> troubles = new ArrayList<>();

    /**
     * An inquiry without troubles so far.
     *
     * @param pause between two questions for the same thing
     */
    Inquiry(Timer timer, Duration pause) {
        this.timer = timer;
        this.pause = pause;
    }

    /** What went wrong, each thing once. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    void trouble(String text) {
        if (!troubles.contains(text)) {
            troubles.add(text);
        }
    }

    /** Asks once; null when it fails, which is a trouble. */
    <T> @Nullable T need(String what, Question<? extends T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (IOException | RuntimeException e) {
            trouble(what + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return null;
        }
    }

    /** Asks once; null when it fails, which is nothing to speak of. */
    <T> @Nullable T glance(Question<? extends T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Asks until the answer is good, and takes whatever the answer is when the time is over. */
    <T> @Nullable T until(String what, Duration limit, Question<? extends T> question, Predicate<T> good)
            throws InterruptedException {
        Instant deadline = timer.now().plus(limit);
        while (timer.now().isBefore(deadline)) {
            T answer = glance(question);
            if (answer != null && good.test(answer)) {
                return answer;
            }
            timer.sleep(pause);
        }
        return need(what, question);
    }

    /** Waits a little. */
    void pause() throws InterruptedException {
        timer.sleep(pause);
    }
}
