-- The last notification of an Alertmanager about each group, for comparing.
CREATE TABLE shadow_notification (
    group_key text        NOT NULL,
    receiver  text        NOT NULL,
    told_at   timestamptz NOT NULL,
    firing    bigint[]    NOT NULL,
    PRIMARY KEY (group_key, receiver)
);
