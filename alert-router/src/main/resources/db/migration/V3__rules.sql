-- Groups of threshold rules: one replica at a time evaluates a group, under a lease with a fence.
CREATE TABLE rule_group (
    name            text PRIMARY KEY,
    next_run_at     timestamptz NOT NULL,
    ran_at          timestamptz,
    failures        integer     NOT NULL DEFAULT 0,
    last_error      text,
    lease_owner     text,
    lease_until     timestamptz,
    fence           bigint      NOT NULL DEFAULT 0
);

-- Conditions that hold: pending until they have held long enough, then firing.
CREATE TABLE rule_state (
    rule_group  text             NOT NULL REFERENCES rule_group (name) ON DELETE CASCADE,
    alert       text             NOT NULL,
    fingerprint bigint           NOT NULL,
    labels      text             NOT NULL,
    active_at   timestamptz      NOT NULL,
    fired_at    timestamptz,
    sent_at     timestamptz,
    value       double precision NOT NULL,
    PRIMARY KEY (rule_group, alert, fingerprint)
);
