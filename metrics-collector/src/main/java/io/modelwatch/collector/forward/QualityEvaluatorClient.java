package io.modelwatch.collector.forward;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** quality-evaluator as a destination: a batch is an object with the list {@code items}. */
@Singleton
final class QualityEvaluatorClient implements Destination {

    private static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private final QualityEvaluatorApi api;

    @Inject
    QualityEvaluatorClient(@RestClient QualityEvaluatorApi api) {
        this.api = api;
    }

    @Override
    public String name() {
        return "quality-evaluator";
    }

    @Override
    public Reply send(List<Outgoing> batch) {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        items.writeBytes(HEAD);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                items.write(',');
            }
            items.writeBytes(batch.get(i).json());
        }
        items.writeBytes(TAIL);
        return HttpClient.call(name(), -1, () -> api.post(items.toByteArray()));
    }
}
