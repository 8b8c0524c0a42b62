package io.modelwatch.logindexer.intake;

import io.modelwatch.logindexer.document.DataStream;
import io.modelwatch.logindexer.document.DocumentMapper;
import io.modelwatch.logindexer.document.EcsMapper;
import io.modelwatch.logindexer.elasticsearch.DataStreamConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What documents are made by, and where they go. */
@Startup // so that bad configuration is found out at start
@Singleton
public final class Documents {

    private final DataStream dataStream;
    private final DocumentMapper records;
    private final EcsMapper ecs;

    Documents(DocumentConfig documentConfig, DataStreamConfig dataStreamConfig) {
        this.dataStream = DataStream.llm(dataStreamConfig.namespace());
        this.records = new DocumentMapper(documentConfig.settings(), dataStream);
        this.ecs = new EcsMapper(documentConfig.settings(), dataStream);
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
}
