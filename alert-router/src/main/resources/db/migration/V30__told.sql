-- What integrations were told of and not yet of its end, since when it fired, and what of it a later flush left out:
-- by it an end is told though it came under a silence, and what fires anew after one is news.
ALTER TABLE notification_log
    ADD COLUMN open       bigint[]      NOT NULL DEFAULT '{}',
    ADD COLUMN open_since timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN away       bigint[]      NOT NULL DEFAULT '{}';

-- Alerts that are over and suppressed, of whose beginning a receiver was told.
ALTER TABLE alert_group ADD COLUMN owed bigint[] NOT NULL DEFAULT '{}';
