package io.modelwatch.logindexer.stream;

import io.modelwatch.intake.CommonProblem;
import io.modelwatch.intake.Problem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many of something at a time. Thread-safe. */
final class Slots {

    private final int most;
    private final String what;
    private final AtomicInteger taken = new AtomicInteger();

    Slots(int most, String what) {
        this.most = most;
        this.what = what;
    }

    /** A slot, to be closed at its end, any number of times; 503 when all are taken. */
    Slot take() {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            throw Problem.of(CommonProblem.OVERLOADED, "there are " + most + " " + what + " already")
                    .asException();
        }
        return new Slot();
    }

    int taken() {
        return taken.get();
    }

    final class Slot implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                taken.decrementAndGet();
            }
        }
    }
}
