package io.modelwatch.logindexer.exposition;

import io.modelwatch.logindexer.elasticsearch.ElasticsearchState;
import io.modelwatch.logindexer.elasticsearch.Templates;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows Elasticsearch's state without depending on it: records are taken and kept while it is away, so being away does
 * not make the service unready.
 */
@Readiness
@ApplicationScoped
class ElasticsearchHealth implements HealthCheck {

    private final ElasticsearchState elasticsearch;
    private final Templates templates;

    ElasticsearchHealth(ElasticsearchState elasticsearch, Templates templates) {
        this.elasticsearch = elasticsearch;
        this.templates = templates;
    }

    @Override
    public HealthCheckResponse call() {
        ElasticsearchState.State state = elasticsearch.state();
        return HealthCheckResponse.named("elasticsearch")
                .up()
                .withData("reachable", state.reachable())
                .withData("since", state.since().toString())
                .withData("detail", state.detail())
                .withData("templates_installed", templates.installed())
                .build();
    }
}
