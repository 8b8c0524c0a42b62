package io.modelwatch.logindexer.kafka;

import io.modelwatch.intake.BatchResult;
import io.modelwatch.intake.Limits;
import io.modelwatch.intake.ProblemException;
import io.modelwatch.intake.RecordReader;
import io.modelwatch.intake.RecordResult;
import io.modelwatch.logindexer.intake.IntakeConfig;
import io.modelwatch.logindexer.intake.LogIntake;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches of messages. A batch is acknowledged, and its offsets committed, when each of its records is on disk;
 * while the spool is full it waits. A message with something in it that is no valid record is kept as a record that says
 * so: it would come again for ever otherwise, and nothing behind it.
 */
@ApplicationScoped
public class KafkaIntake {

    private static final Logger LOG = Logger.getLogger(KafkaIntake.class);
    private static final int AT_A_TIME = 64;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5000;
    private static final int FIRST_SERVER_ERROR = 500;

    private final LogIntake intake;
    private final Limits limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore running = new Semaphore(AT_A_TIME);

    KafkaIntake(LogIntake intake, IntakeConfig config) {
        this.intake = intake;
        this.limits = config.limits();
    }

    /** Takes a batch; done when all of it is on disk. The next batch comes after that. */
    @Incoming("records")
    Uni<Void> take(ConsumerRecords<byte[], byte[]> batch) {
        return Uni.createFrom()
                .<Void>item(() -> {
                    takeAll(batch);
                    return null;
                })
                .runSubscriptionOn(threads);
    }

    private void takeAll(ConsumerRecords<byte[], byte[]> batch) {
        List<Future<?>> takes = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                if (record.value() != null && record.value().length > 0) { // else a tombstone
                    Message message = Message.of(record);
                    running.acquire(); // side by side they share the disk's syncs
                    takes.add(threads.submit(() -> take(message)));
                }
            }
            for (Future<?> take : takes) {
                take.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("batch not taken", e);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private boolean take(Message message) throws InterruptedException {
        try {
            String reason = reasonNotTaken(message.body());
            if (reason != null) {
                LOG.warnf("kafka message rejected message=%s", message);
                reason = reasonNotTaken(message.unreadable(reason));
            }
            return reason == null;
        } finally {
            running.release();
        }
    }

    /** Takes a body, for as long as that takes; why something in it is not valid, or null. */
    private @Nullable String reasonNotTaken(byte[] body) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try (RecordReader records = RecordReader.open(new ByteArrayInputStream(body), null, null, limits)) {
                return reason(intake.take(records));
            } catch (ProblemException e) {
                if (e.problem().status() < FIRST_SERVER_ERROR) {
                    return e.getMessage();
                }
                Thread.sleep(pause); // the spool is full, or its disk fails
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
        }
    }

    private static @Nullable String reason(BatchResult result) {
        return result.results().stream()
                .map(RecordResult::problem)
                .filter(Objects::nonNull)
                .map(problem -> String.valueOf(problem.detail()))
                .findFirst()
                .orElse(null);
    }
}
