package io.modelwatch.collector.forward;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** log-indexer as a destination: a batch is NDJSON, and every record has a result. */
@Singleton
final class LogIndexerClient implements Destination {

    private final LogIndexerApi api;

    @Inject
    LogIndexerClient(@RestClient LogIndexerApi api) {
        this.api = api;
    }

    @Override
    public String name() {
        return "log-indexer";
    }

    @Override
    public Reply send(List<Outgoing> batch) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Outgoing record : batch) {
            lines.writeBytes(record.json());
            lines.write('\n');
        }
        return HttpClient.call(name(), batch.size(), () -> api.post(lines.toByteArray()));
    }
}
