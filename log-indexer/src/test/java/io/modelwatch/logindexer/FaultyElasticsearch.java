package io.modelwatch.logindexer;

import io.modelwatch.devstack.OwnStoresResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The real Elasticsearch behind a {@link FaultProxy}. */
public final class FaultyElasticsearch implements QuarkusTestResourceLifecycleManager {

    private FaultProxy proxy;

    @Override
    public Map<String, String> start() {
        Map<String, String> stores = new HashMap<>(new OwnStoresResource().start());
        try {
            proxy = new FaultProxy(URI.create("http://" + stores.get("quarkus.elasticsearch.hosts")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stores.put("quarkus.elasticsearch.hosts", proxy.address());
        stores.keySet().removeIf(key -> key.startsWith("quarkus.datasource."));
        return stores;
    }

    @Override
    public void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
