package io.modelwatch.logindexer.elasticsearch;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;

/** Looks for Elasticsearch from time to time, so that its state is known and its templates are there without traffic. */
@ApplicationScoped
class ElasticsearchProbe {

    private final Requests requests;
    private final Templates templates;
    private final ElasticsearchState state;

    ElasticsearchProbe(Requests requests, Templates templates, ElasticsearchState state) {
        this.requests = requests;
        this.templates = templates;
        this.state = state;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() throws InterruptedException {
        try {
            Reply reply = requests.send("GET", "/_cluster/health", Map.of("filter_path", "status"), null);
            state.answered(reply.status());
            if (reply.isSuccess()) {
                templates.ensure();
            }
        } catch (IOException e) {
            templates.invalidate();
            state.unreachable(String.valueOf(e.getMessage()));
        }
    }
}
