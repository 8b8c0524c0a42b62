-- Configurations that were in use. The newest decides: one that is pinned holds for all replicas until a reload, or until
-- the files are others than they were when it was pinned.
CREATE TABLE config_version (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    origin     text        NOT NULL,
    pinned     boolean     NOT NULL,
    files_hash text        NOT NULL,
    config     text        NOT NULL,
    channels   text
);
