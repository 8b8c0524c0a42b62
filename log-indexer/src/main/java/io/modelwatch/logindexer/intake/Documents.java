package io.modelwatch.logindexer.intake;

import io.modelwatch.logindexer.document.Cleaning;
import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.Document;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.DocumentSettings;
import io.modelwatch.logindexer.document.Draft;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.document.Finishing;
import io.modelwatch.logindexer.document.Identities;
import io.modelwatch.logindexer.document.KeyedHash;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import io.modelwatch.logindexer.redaction.DocumentRedaction;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What documents are made by, and where they go. */
@Startup // so that bad configuration is found out at start
@Singleton
public final class Documents {

    private final DataStream dataStream;
    private final DocumentMapper records;
    private final EcsMapper ecs;
    private final KeyedHash key;
    private final Cleaning cleaning;
    private final Finishing finishing;

    Documents(
            DocumentConfig documentConfig,
            DataStreamConfig dataStreamConfig,
            RedactionConfig redactionConfig,
            RedactionKey redactionKey,
            RedactionMeters meters) {
        DocumentSettings settings = documentConfig.settings();
        this.dataStream = DataStream.llm(dataStreamConfig.namespace());
        this.records = new DocumentMapper(settings, dataStream);
        this.ecs = new EcsMapper(settings, dataStream);
        this.key = KeyedHash.of(redactionKey.bytes());
        this.cleaning = redactionConfig.enabled()
                ? new DocumentRedaction(
                        redactionConfig.fieldPolicy(), redactionConfig.valuePolicy(), redactionKey.bytes(), meters)
                : Cleaning.NONE;
        this.finishing = new Finishing(settings, cleaning);
    }

    public DataStream dataStream() {
        return dataStream;
    }

    /** Maps records of ours. */
    DocumentMapper records() {
        return records;
    }

    /** Maps documents of shippers. */
    public EcsMapper ecs() {
        return ecs;
    }

    /** Gives the records of one body their identifiers. */
    public Identities identities() {
        return new Identities(key, cleaning);
    }

    /** Redacts and cuts: what comes out may leave memory. */
    public Document finish(Draft draft) {
        return finishing.finish(draft);
    }
}
