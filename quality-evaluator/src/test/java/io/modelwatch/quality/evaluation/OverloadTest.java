package io.modelwatch.quality.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelwatch.intake.ProblemException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OverloadTest {

    private static IntakeConfig oneAtATime() {
        return new SmallRyeConfigBuilder()
                .withMapping(IntakeConfig.class)
                .withDefaultValue("quality-evaluator.intake.max-concurrent-bodies", "1")
                .withDefaultValue("quality-evaluator.intake.max-waiting-bodies", "0")
                .build()
                .getConfigMapping(IntakeConfig.class);
    }

    @Test
    void aBodyTooManyIsAskedToComeBack() throws Exception {
        EvaluationResource resource =
                new EvaluationResource(null, null, oneAtATime(), InstantSource.system()); // neither is reached
        PipedOutputStream sender = new PipedOutputStream();
        CountDownLatch reading = new CountDownLatch(1);
        InputStream slow = new PipedInputStream(sender) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
                reading.countDown();
                return super.read(buffer, offset, length);
            }
        };
        Thread first = Thread.ofVirtual()
                .start(() ->
                        assertThrows(RuntimeException.class, () -> resource.evaluate("application/json", null, slow)));
        reading.await();

        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> resource.evaluate("application/json", null, new ByteArrayInputStream(new byte[] {'['})));

        assertEquals(503, refused.problem().status());
        assertEquals(
                "urn:modelwatch:problem:overloaded", refused.problem().type().toString());
        sender.close();
        first.join();
    }
}
