-- Groups of alerts with their timers. Who works on a group holds its lease; every claim raises the fence, and what is
-- written for a group must name the fence of its claim, so that one who lost the lease cannot write any more.
CREATE TABLE alert_group (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    route         text        NOT NULL,
    labels        text        NOT NULL,
    fingerprint   bigint      NOT NULL,
    next_flush_at timestamptz NOT NULL,
    -- What was resolved by then, or written by an older transaction, has been dealt with.
    seen_at       timestamptz NOT NULL,
    seen_tx       bigint      NOT NULL,
    lease_owner   text,
    lease_until   timestamptz,
    fence         bigint      NOT NULL DEFAULT 0,
    UNIQUE (route, fingerprint)
);

CREATE INDEX alert_group_due ON alert_group (next_flush_at);

-- What each receiver was told last, one row for a group and integration.
CREATE TABLE notification_log (
    group_key   text        NOT NULL,
    receiver    text        NOT NULL,
    integration text        NOT NULL,
    position    integer     NOT NULL,
    notified_at timestamptz NOT NULL,
    firing      bigint[]    NOT NULL,
    resolved    bigint[]    NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (group_key, receiver, integration, position)
);

CREATE INDEX notification_log_expiry ON notification_log (expires_at);

-- Every notification that was begun, written before its first request goes out.
CREATE TABLE delivery (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id    bigint      NOT NULL,
    fence       bigint      NOT NULL,
    group_key   text        NOT NULL,
    receiver    text        NOT NULL,
    integration text        NOT NULL,
    position    integer     NOT NULL,
    reason      text        NOT NULL,
    state       text        NOT NULL,
    alerts      text        NOT NULL,
    begun_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    attempts    integer     NOT NULL DEFAULT 0,
    error       text
);

CREATE INDEX delivery_begun ON delivery (begun_at);
