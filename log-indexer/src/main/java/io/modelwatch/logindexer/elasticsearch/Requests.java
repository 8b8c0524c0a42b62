package io.modelwatch.logindexer.elasticsearch;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.http.HttpEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Cancellable;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Sends a request and waits for its reply without holding a carrier thread; an error status is a reply too. */
@ApplicationScoped
class Requests {

    private final RestClient client;

    Requests(RestClient client) {
        this.client = client;
    }

    Reply send(String method, String path, Map<String, String> parameters, @Nullable HttpEntity body)
            throws IOException, InterruptedException {
        Request request = new Request(method, path);
        request.addParameters(parameters);
        if (body != null) {
            request.setEntity(body);
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Cancellable running = client.performRequestAsync(request, new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                complete(reply, response);
            }

            @Override
            public void onFailure(Exception exception) {
                if (exception instanceof ResponseException refused) {
                    complete(reply, refused.getResponse());
                } else {
                    reply.completeExceptionally(exception);
                }
            }
        });
        try {
            return reply.get();
        } catch (InterruptedException e) {
            running.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static void complete(CompletableFuture<Reply> reply, Response response) {
        try {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            reply.complete(new Reply(response.getStatusLine().getStatusCode(), body));
        } catch (IOException | RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }
}
