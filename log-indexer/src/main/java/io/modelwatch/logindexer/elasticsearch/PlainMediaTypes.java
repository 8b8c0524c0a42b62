package io.modelwatch.logindexer.elasticsearch;

import io.quarkus.elasticsearch.restclient.lowlevel.ElasticsearchClientConfig;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.elasticsearch.client.RestClientBuilder;

/**
 * Lets servers answer that know neither the versioned media types of the client nor its product header: OpenSearch, and
 * Elasticsearch 8. Elasticsearch 9 takes plain JSON as well.
 */
@ElasticsearchClientConfig
public class PlainMediaTypes implements RestClientBuilder.HttpClientConfigCallback {

    private static final String PRODUCT = "X-Elastic-Product";
    private static final String[] MEDIA_TYPES = {"Accept", "Content-Type"};

    @Override
    public HttpAsyncClientBuilder customizeHttpClient(HttpAsyncClientBuilder client) {
        return client.addInterceptorLast((HttpRequestInterceptor) (request, context) -> makePlain(request))
                .addInterceptorFirst((HttpResponseInterceptor) (response, context) -> {
                    if (response.getFirstHeader(PRODUCT) == null) {
                        response.setHeader(PRODUCT, "Elasticsearch");
                    }
                });
    }

    private static void makePlain(HttpRequest request) {
        for (String name : MEDIA_TYPES) {
            Header type = request.getFirstHeader(name);
            if (type != null && type.getValue().contains("vnd.elasticsearch+")) {
                request.setHeader(
                        name, type.getValue().contains("x-ndjson") ? "application/x-ndjson" : "application/json");
            }
        }
    }
}
