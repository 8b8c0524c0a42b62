-- Silences that come again and again; each occurrence becomes a row of "silence" a day before it begins.
CREATE TABLE recurring_silence (
    id             uuid PRIMARY KEY,
    matchers       text        NOT NULL,
    cron           text        NOT NULL,
    zone           text        NOT NULL,
    length_seconds bigint      NOT NULL,
    created_by     text        NOT NULL,
    comment        text        NOT NULL,
    created_at     timestamptz NOT NULL
);

-- For explaining a group by its last deliveries.
CREATE INDEX delivery_group ON delivery (group_key, id);
