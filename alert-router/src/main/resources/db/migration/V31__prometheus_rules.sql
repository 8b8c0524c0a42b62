-- What Prometheus' rules need besides: texts as of the last evaluation, alerts that are kept firing, evaluations that
-- were left out, and how each rule of the last evaluation went.
ALTER TABLE rule_state
    ADD COLUMN annotations       text NOT NULL DEFAULT '{}',
    ADD COLUMN keep_firing_since timestamptz;

ALTER TABLE rule_group
    ADD COLUMN missed   bigint NOT NULL DEFAULT 0,
    ADD COLUMN seconds  double precision,
    ADD COLUMN outcomes text   NOT NULL DEFAULT '{}';
