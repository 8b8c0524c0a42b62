-- A delivery that failed keeps what it said, so that it can be sent later: by the outbox when no group will, or by hand.
ALTER TABLE delivery
    ADD COLUMN key             text     NOT NULL DEFAULT '',
    ADD COLUMN fingerprints    bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN note            text,
    ADD COLUMN message         text,
    ADD COLUMN next_attempt_at timestamptz,
    ADD COLUMN lease_until     timestamptz;

CREATE INDEX delivery_to ON delivery (group_key, receiver, integration, position, id);
CREATE INDEX delivery_key ON delivery (key);
CREATE INDEX delivery_fingerprints ON delivery USING gin (fingerprints);
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE state = 'failed';

-- Attempts that failed; one that succeeded is the delivery's last and stands in it.
CREATE TABLE delivery_attempt (
    delivery bigint      NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    number   integer     NOT NULL,
    at       timestamptz NOT NULL,
    millis   integer     NOT NULL,
    reason   text        NOT NULL,
    detail   text        NOT NULL,
    PRIMARY KEY (delivery, number)
);

-- What a channel remembers of a group: the message that is kept up to date, the issue, the alarm that rings.
CREATE TABLE channel_memory (
    group_key   text        NOT NULL,
    receiver    text        NOT NULL,
    integration text        NOT NULL,
    position    integer     NOT NULL,
    remembered  text        NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (group_key, receiver, integration, position)
);

-- When something was sent to a target whose service counts; all replicas share it. Targets are hashed.
CREATE TABLE send_window (
    target        text PRIMARY KEY,
    sent          timestamptz[] NOT NULL DEFAULT '{}',
    blocked_until timestamptz
);
