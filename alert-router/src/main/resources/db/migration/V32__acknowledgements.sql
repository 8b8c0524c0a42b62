-- Who has taken an alert on: of one occurrence, which began at "since".
CREATE TABLE acknowledgement (
    fingerprint     bigint PRIMARY KEY,
    labels          text        NOT NULL,
    since           timestamptz NOT NULL,
    owner           text        NOT NULL,
    comment         text        NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    until           timestamptz,
    tx              bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);

CREATE INDEX acknowledgement_tx ON acknowledgement (tx);
