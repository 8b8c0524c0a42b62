package io.modelwatch.quality.embed;

import io.modelwatch.quality.detect.Embedder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Provides the embedder that is configured; where its native libraries do not load, the service goes on without. */
@ApplicationScoped
class Embedders {

    private static final Logger LOG = Logger.getLogger(Embedders.class);

    @Produces
    @Singleton
    Embedder embedder(EmbeddingConfig config) {
        if (!config.enabled()) {
            LOG.info("embeddings are off, detectors do with words");
            return Embedder.NONE;
        }
        return new Guarded(new OnnxEmbedder(config.remembered()));
    }

    /** No vector where the models fail; said once. */
    private static final class Guarded implements Embedder {

        private final Embedder embedder;
        private final AtomicBoolean broken = new AtomicBoolean();
        private final AtomicBoolean said = new AtomicBoolean();

        Guarded(Embedder embedder) {
            this.embedder = embedder;
        }

        @Override
        public float @Nullable [] embed(boolean chinese, String text) {
            if (broken.get()) {
                return null;
            }
            try {
                return embedder.embed(chinese, text);
            } catch (LinkageError e) {
                if (!broken.getAndSet(true)) {
                    LOG.warn("embeddings do not load, detectors do with words", e);
                }
                return null;
            } catch (RuntimeException e) {
                if (!said.getAndSet(true)) {
                    LOG.warn("a text got no embedding, detectors do with its words", e);
                }
                return null;
            }
        }
    }
}
