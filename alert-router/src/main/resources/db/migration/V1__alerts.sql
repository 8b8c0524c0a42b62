-- Alerts as they stand after merging. Times are kept as the text they came with, since clients expect their offset and
-- all of their digits back. tx is the transaction that wrote a row last: replicas follow each other by it.
CREATE SEQUENCE alert_version;

CREATE TABLE alert (
    fingerprint   bigint PRIMARY KEY,
    labels        text        NOT NULL,
    annotations   text        NOT NULL,
    starts_at     text        NOT NULL,
    ends_at       text        NOT NULL,
    timeout       boolean     NOT NULL,
    generator_url text        NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL DEFAULT nextval('alert_version'),
    tx            bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);

CREATE INDEX alert_tx ON alert (tx);

-- Alerts that were sent again unchanged, but with a later end: one row a request instead of one a changed alert. An
-- entry counts for the version of the alert that it names; the latest end wins.
CREATE TABLE alert_extension (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprints bigint[]    NOT NULL,
    versions     bigint[]    NOT NULL,
    ends_at      text[]      NOT NULL,
    updated_at   timestamptz NOT NULL,
    tx           bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);

CREATE INDEX alert_extension_tx ON alert_extension (tx);

CREATE TABLE silence (
    id          uuid PRIMARY KEY,
    matchers    text        NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    created_by  text        NOT NULL,
    comment     text        NOT NULL,
    annotations text        NOT NULL,
    tx          bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);

CREATE INDEX silence_tx ON silence (tx);

CREATE FUNCTION silence_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.tx := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END
$$;

CREATE TRIGGER silence_written BEFORE INSERT OR UPDATE ON silence FOR EACH ROW EXECUTE FUNCTION silence_written();
